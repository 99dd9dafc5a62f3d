import type { Labels } from './series-labels.ts'

/** A metric with all its series, by label text. */
export interface MetricFamily {
  name: string
  type: 'counter' | 'gauge' | 'histogram'
  samples: { suffix: string; labels: string; value: number }[]
}

/** Labels as they stand between the braces; backslash, quote and line feed escaped. */
export function labelText(labels: Labels): string {
  return labels.map(([name, value]) => `${name}="${escaped(value)}"`).join(',')
}

/** Prometheus's text format, version 0.0.4. */
export function expositionOf(families: readonly MetricFamily[]): string {
  const lines = families.flatMap(({ name, type, samples }) =>
    samples.length === 0
      ? []
      : [
          `# TYPE ${name} ${type}`,
          ...samples.map(
            ({ suffix, labels, value }) => `${name}${suffix}${labels === '' ? '' : `{${labels}}`} ${value}`,
          ),
        ],
  )
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

import { outcomeOfAnswer } from '#lib/domain/telemetry/answer-key.ts'
import type { SeriesGroup } from '#lib/domain/telemetry/traffic.ts'
import type { ChartSeries } from '../../charts/chart-series.ts'
import { seriesColors } from '../../charts/series-color.ts'

/** One group's history before it has a name and a colour. `key` is empty for what belongs to no group. */
export interface KeyedPoints {
  key: string
  points: readonly (number | null)[]
  lows?: ChartSeries['lows']
}

const dashes = [undefined, '5 3', '2 2', '8 3 2 3']
const flagColors = [
  'var(--failing)',
  'var(--degraded)',
  'var(--series-4)',
  'var(--series-5)',
  'var(--series-8)',
  'var(--series-7)',
]

const maxLines = 8

/** The colour of a status: quiet for success, amber for the caller's fault, red for the server's; gRPC by its status. */
function codeColor(code: string): string {
  const outcome = outcomeOfAnswer(code)
  if (outcome === 'success') {
    return code.startsWith('3') ? 'var(--accent)' : 'var(--line-strong)'
  }
  return outcome === 'client-failure' ? 'var(--degraded)' : 'var(--failing)'
}

function colorsOf(keys: readonly string[], group: SeriesGroup, known: ReadonlyMap<string, string>) {
  if (group === 'code') {
    return new Map(keys.map((key) => [key, codeColor(key)]))
  }
  if (group === 'flag') {
    return new Map(keys.map((key, index) => [key, key === '' ? 'var(--line-strong)' : flagColors[index % 6]]))
  }
  return new Map([...seriesColors(keys), ...known])
}

function sumOf(points: readonly (number | null)[]): number {
  return points.reduce<number>((sum, point) => sum + (point ?? 0), 0)
}

/**
 * Names and colours for the lines of one chart, at most eight, the largest. Lines of one colour get different dashes;
 * a version or a caller keeps the colour that `known` says it has elsewhere on the page.
 */
export function chartLines(
  lines: readonly KeyedPoints[],
  group: SeriesGroup,
  known: ReadonlyMap<string, string>,
  labelOf: (key: string) => string,
): ChartSeries[] {
  const shown = lines
    .toSorted((a, b) => sumOf(b.points) - sumOf(a.points))
    .slice(0, maxLines)
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const colors = colorsOf(
    shown.map((line) => line.key),
    group,
    known,
  )
  const used = new Map<string, number>()
  return shown.map(({ key, points, lows }) => {
    const color = colors.get(key) ?? 'var(--text-3)'
    const count = used.get(color) ?? 0
    used.set(color, count + 1)
    const dash = key === '0' && group === 'code' ? '2 2' : dashes[count % dashes.length]
    return {
      key: key === '' ? '–' : key,
      label: labelOf(key),
      color,
      points,
      ...(dash && { dash }),
      ...(lows && { lows }),
    }
  })
}

/** One line of Prometheus's text format. */
export interface Sample {
  name: string
  labels: Record<string, string>
  value: number
}

/** The samples whose name the pattern matches; the rest of an exposition, which is most of it, is not taken apart. */
export function readSamples(exposition: string, names: RegExp): Sample[] {
  return exposition.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
    return name === undefined || !names.test(name) ? [] : [{ name, labels: readLabels(labels), value: Number(value) }]
  })
}

function readLabels(text: string): Record<string, string> {
  const pairs = text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)
  return Object.fromEntries([...pairs].map(([, name, value]) => [name, unescaped(value ?? '')]))
}

function unescaped(value: string): string {
  return value.replaceAll(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character))
}

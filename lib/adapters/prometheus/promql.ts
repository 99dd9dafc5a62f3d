/**
 * The only way a value enters PromQL text: a double-quoted literal in plain ASCII. Everything else is written as an escape,
 * U+FFFD too, which Prometheus's lexer takes for broken UTF-8 when it stands there by itself.
 */
export function quoted(text: string): string {
  let literal = '"'
  for (const character of text.toWellFormed()) {
    const code = character.codePointAt(0) ?? 0
    if (character === '"' || character === '\\') {
      literal += `\\${character}`
    } else if (code >= 0x20 && code <= 0x7e) {
      literal += character
    } else {
      literal += code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`
    }
  }
  return `${literal}"`
}

/** A literal holding an RE2 expression that matches exactly these texts. Prometheus anchors expressions at both ends. */
export function quotedAlternatives(texts: string[]): string {
  return quoted(alternatives(texts))
}

export const equals = (label: string, text: string): string => `${label}=${quoted(text)}`
export const oneOf = (label: string, texts: string[]): string => `${label}=~${quotedAlternatives(texts)}`
/** Hosts that name their namespace, as `payments.pay:9080` and `payments.pay.svc.cluster.local` do. */
export const hostIn = (label: string, namespaces: string[]): string =>
  `${label}=~${quoted(`[^.]+\\.(${alternatives(namespaces)})([.:].*)?`)}`
export const noneOf = (label: string, texts: string[]): string => `${label}!~${quotedAlternatives(texts)}`

/** The label that tells the parts of a combined query apart. */
export const partLabel = 'exantas_part'

/**
 * Several questions in one query, told apart by `partLabel`: the label sets differ, so `or` keeps every element of each.
 */
export function combined(parts: Record<string, string>): string {
  return Object.entries(parts)
    .map(([part, expression]) => `label_replace(${expression}, ${quoted(partLabel)}, ${quoted(part)}, "", "")`)
    .join(' or ')
}

/**
 * Rates of one metric over the union of selectors, with all their labels. `or` joins full label sets, so a series that
 * several selectors find still counts once.
 */
export function rates(metric: string, selectors: string[][], windowSeconds: number): string {
  return selectors.map((matchers) => `rate(${metric}{${matchers.join(',')}}[${windowSeconds}s])`).join(' or ')
}

/** As `rates`, from series that hold the rates already. */
export function recordedSeries(name: string, selectors: string[][]): string {
  return selectors.map((matchers) => `${name}{${matchers.join(',')}}`).join(' or ')
}

export function summed(vector: string, by: readonly string[]): string {
  return `sum by (${by.join(',')}) (${vector})`
}

/** Stands between packed values. No header and no name in Kubernetes can hold it, and in JSON it is one byte. */
const packSeparator = '\u007f'

/** The label that holds the values of all that a vector was summed by. */
export const packLabel = 'exantas_pack'

/**
 * A sum by labels whose values come packed, all in one text: their names, repeated in every row, are most of what a large
 * answer weighs, for Prometheus to write and for us to read.
 */
export function summedPacked(vector: string, by: readonly string[]): string {
  return summed(`label_join(${vector},${[packLabel, packSeparator, ...by].map(quoted).join(',')})`, [packLabel])
}

/** What `summedPacked` packed, by its labels; undefined where it is not so many values. */
export function unpacked(text: string, by: readonly string[]): Record<string, string> | undefined {
  const values = text.split(packSeparator)
  if (values.length !== by.length) {
    return undefined
  }
  const labels: Record<string, string> = {}
  for (const [place, label] of by.entries()) {
    labels[label] = values[place] ?? ''
  }
  return labels
}

/** A packed text cut into packs of so many values each, and a last one of the rest. */
export function cutPack(text: string, counts: readonly number[]): string[] {
  const packs: string[] = []
  let start = 0
  for (const count of counts) {
    let end = start - 1
    for (let place = 0; place < count; place += 1) {
      end = text.indexOf(packSeparator, end + 1)
      if (end === -1) {
        return [...packs, text.slice(start)]
      }
    }
    packs.push(text.slice(start, end))
    start = end + 1
  }
  packs.push(text.slice(start))
  return packs
}

/**
 * What counters of one metric grew by within each step, summed by labels (all together without any). Nothing is
 * extrapolated: `rate` misses the first requests of every new series, and errors are new series. A series that is new or
 * has fallen counts from 0 where its target was known before; the first step of a new target says nothing.
 */
export function summedIncrease(metric: string, by: string[], selectors: string[][], stepSeconds: number): string {
  const increases = selectors.map((matchers) => {
    const now = `${metric}{${matchers.join(',')}}`
    const before = `${now} offset ${stepSeconds}s`
    return `${now} - (${before} <= ${now}) or ${now} and on (instance, job) (up offset ${stepSeconds}s == 1 or ${before})`
  })
  return `sum${by.length === 0 ? '' : ` by (${by.join(',')})`} (${increases.join(' or ')})`
}

function alternatives(texts: string[]): string {
  return texts.map((text) => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')).join('|')
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0')
}

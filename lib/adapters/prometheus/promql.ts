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
 * Rates of one metric summed by labels over the union of selectors. `or` joins full label sets, so a series that several
 * selectors find still counts once.
 */
export function summedRate(metric: string, by: string[], selectors: string[][], windowSeconds: number): string {
  const rates = selectors.map((matchers) => `rate(${metric}{${matchers.join(',')}}[${windowSeconds}s])`)
  return `sum by (${by.join(',')}) (${rates.join(' or ')})`
}

/** As `summedRate`, from series that hold the rates already. */
export function summedRecorded(name: string, by: string[], selectors: string[][]): string {
  const rates = selectors.map((matchers) => `${name}{${matchers.join(',')}}`)
  return `sum by (${by.join(',')}) (${rates.join(' or ')})`
}

function alternatives(texts: string[]): string {
  return texts.map((text) => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')).join('|')
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0')
}

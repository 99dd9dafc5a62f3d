import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, stringify } from 'yaml'
import type { LinkTarget, ObjectView } from '#lib/domain/objects/object-view.ts'

export type TokenKind = 'key' | 'text' | 'number' | 'word' | 'mark'

/** One line of YAML: its pieces in order, and where it leads. */
export interface YamlLine {
  number: number
  tokens: { text: string; kind: TokenKind }[]
  targets: readonly LinkTarget[]
}

interface Mark {
  from: number
  to: number
  kind: TokenKind
}

/** The object as YAML, whole. */
export function yamlText({ object }: Pick<ObjectView, 'object'>): string {
  return stringify(object, { lineWidth: 0 })
}

/** The same text line by line, told apart by what its pieces are; each link stands with the line its field begins on. */
export function yamlLines(view: Pick<ObjectView, 'object' | 'links'>): YamlLine[] {
  const text = yamlText(view)
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter })
  const marks: Mark[] = []
  const starts = new Map<string, number>()
  visit(document.contents, [], (node, path, kind) => {
    const [from, to] = node.range ?? [0, 0]
    if (kind !== undefined) {
      marks.push({ from, to, kind })
    }
    const key = JSON.stringify(path)
    if (!starts.has(key)) {
      starts.set(key, counter.linePos(from).line)
    }
  })
  const targets = Map.groupBy(view.links, ({ path }) => starts.get(JSON.stringify(path)))
  let at = 0
  let passed = 0
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line, index) => {
      const from = at
      at += line.length + 1
      // Marks stand in the order of the text: going through all of them for every line would freeze the page.
      while ((marks[passed]?.to ?? Number.POSITIVE_INFINITY) <= from) {
        passed += 1
      }
      const own = targets.get(index + 1) ?? []
      return {
        number: index + 1,
        tokens: tokensOf(text, from, from + line.length, marks, passed),
        targets: own.flatMap((link) => link.targets),
      }
    })
}

/** Every key and value with its path; a key begins the path of its value. */
function visit(
  node: unknown,
  path: (string | number)[],
  see: (node: Node, path: (string | number)[], kind: TokenKind | undefined) => void,
): void {
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      if (isScalar(key)) {
        const own = [...path, String(key.value)]
        see(key, own, 'key')
        visit(value, own, see)
      }
    }
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      visit(item, [...path, index], see)
    }
  } else if (isScalar(node)) {
    see(node, path, kindOf(node.value))
  }
}

function kindOf(value: unknown): TokenKind {
  if (typeof value === 'number' || typeof value === 'bigint') {
    return 'number'
  }
  return typeof value === 'string' ? 'text' : 'word'
}

/** The pieces from one place of the text to another, by the marks from the first that may reach in. */
function tokensOf(text: string, from: number, to: number, marks: readonly Mark[], first: number): YamlLine['tokens'] {
  const tokens: YamlLine['tokens'] = []
  let at = from
  for (let index = first; index < marks.length; index += 1) {
    const mark = marks[index]
    if (mark === undefined || mark.from >= to) {
      break
    }
    const [start, end] = [Math.max(mark.from, from), Math.min(mark.to, to)]
    if (start < end) {
      if (start > at) {
        tokens.push({ text: text.slice(at, start), kind: 'mark' })
      }
      tokens.push({ text: text.slice(start, end), kind: mark.kind })
      at = end
    }
  }
  return at < to ? [...tokens, { text: text.slice(at, to), kind: 'mark' }] : tokens
}

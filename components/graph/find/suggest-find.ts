import type { GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { type FindFieldName, findFieldNamed, findFields } from './find-fields.ts'
import { findTokens } from './find-tokens.ts'

/** Something that may be typed next. `field` and `joint` have a meaning in `messages.graph.find.means`. */
export interface FindSuggestion {
  kind: 'field' | 'joint' | 'value'
  text: string
  /** What the whole expression is once it is taken, and where the caret then stands. */
  expression: string
  caret: number
}

const joints = ['and', 'or', 'not'] as const
const most = 12

/** What fits at the caret: values after a comparison sign; else fields, joints after a term, and names the graph has. */
export function suggestFind(text: string, caret: number, snapshot: GraphSnapshot): FindSuggestion[] {
  const before = findTokens(text.slice(0, caret))
  const last = before.at(-1)
  const isTyping = last !== undefined && last.kind === 'word' && last.to === caret
  const typed = isTyping ? last.text : ''
  const from = isTyping ? last.from : caret
  const earlier = isTyping ? before.slice(0, -1) : before
  const replaced = (kind: FindSuggestion['kind'], word: string): FindSuggestion => {
    const written = kind === 'value' ? `${quoted(word)} ` : kind === 'joint' ? `${word} ` : signed(word)
    const head = text.slice(0, from) + written
    return { kind, text: word, expression: head + text.slice(caret).trimStart(), caret: head.length }
  }
  const sign = earlier.at(-1)
  const field = sign?.kind === 'sign' ? findFieldNamed(earlier.at(-2)?.text ?? '') : undefined
  if (sign?.kind === 'sign') {
    const values = field === undefined ? [] : valuesOf(field, snapshot)
    return ranked(values, typed).map((value) => replaced('value', value))
  }
  const isAfterTerm = sign?.kind === 'close' || (sign?.kind === 'word' && !joints.some((joint) => joint === sign.text))
  return [
    ...(isAfterTerm ? ranked(['and', 'or'], typed).map((joint) => replaced('joint', joint)) : []),
    ...ranked(Object.keys(findFields), typed).map((name) => replaced('field', name)),
    ...(isAfterTerm ? [] : ranked(['not'], typed).map((joint) => replaced('joint', joint))),
    ...(typed === '' ? [] : ranked(valuesOf('name', snapshot), typed).map((name) => replaced('value', name))),
  ].slice(0, typed === '' ? Object.keys(findFields).length + joints.length : most)
}

function signed(field: string): string {
  const name = findFieldNamed(field)
  const isNumber = name !== undefined && findFields[name].kind === 'number'
  return isNumber ? `${field}${name === 'mtls' ? '<' : '>'}` : `${field}=`
}

function quoted(word: string): string {
  return /[\s"()=~<>!]/.test(word) || /^(and|or|not)$/i.test(word) ? `"${word.replaceAll('"', '')}"` : word
}

/** What the graph has first, then what else the field may be. */
function valuesOf(name: FindFieldName, { nodes, edges }: GraphSnapshot): string[] {
  const field: (typeof findFields)[FindFieldName] = findFields[name]
  if (field.kind === 'number') {
    return [field.example]
  }
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const words = new Set(nodes.flatMap((node) => field.of({ node }) ?? []))
  for (const edge of edges) {
    const [source, target] = [byId.get(edge.source), byId.get(edge.target)]
    if (source !== undefined && target !== undefined) {
      for (const word of field.of({ edge, source, target, share: undefined }) ?? []) {
        words.add(word)
      }
    }
  }
  return [...[...words].filter((word) => word !== '').sort(), ...field.known.filter((word) => !words.has(word))]
}

/** Those that begin with what is typed before those that only have it in them. */
function ranked(words: readonly string[], typed: string): string[] {
  const part = typed.toLowerCase()
  const having = words.filter((word) => word.toLowerCase().includes(part) && word !== typed)
  const [first, second] = [true, false].map((isFirst) =>
    having.filter((word) => word.toLowerCase().startsWith(part) === isFirst),
  )
  return [...(first ?? []), ...(second ?? [])].slice(0, typed === '' ? having.length : most)
}

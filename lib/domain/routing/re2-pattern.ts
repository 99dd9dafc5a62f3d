import { type CharTest, codeOf, ignoringCase, readClass, readEscape } from './re2-characters.ts'
import { BadPattern, Re2Cursor } from './re2-cursor.ts'

export type Assertion = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word-edge' | 'no-word-edge'

/** A regular expression read into a tree. `max` is infinite where a repetition is open. */
export type Pattern =
  | { kind: 'char'; test: CharTest }
  | { kind: 'assert'; assertion: Assertion }
  | { kind: 'sequence'; items: Pattern[] }
  | { kind: 'choice'; items: Pattern[] }
  | { kind: 'repeat'; item: Pattern; min: number; max: number }

interface Flags {
  i: boolean
  m: boolean
  s: boolean
}

const maxRepeat = 1_000
const maxDepth = 200
const newline = 10
const assertions: Record<string, Assertion> = { A: 'text-start', z: 'text-end', b: 'word-edge', B: 'no-word-edge' }

/**
 * Reads RE2's syntax, the one Envoy uses. Groups capture nothing; whatever RE2 has not (look-around, back-references,
 * doubled repetitions) throws `BadPattern`.
 */
export function readPattern(source: string): Pattern {
  const cursor = new Re2Cursor(source)
  const pattern = readChoice(cursor, { i: false, m: false, s: false }, 0)
  if (!cursor.isAtEnd) {
    throw new BadPattern('unexpected )')
  }
  return pattern
}

function readChoice(cursor: Re2Cursor, outer: Flags, depth: number): Pattern {
  if (depth > maxDepth) {
    throw new BadPattern('nested too deeply')
  }
  // Flags set inside, as by `(?i)`, hold to the end of the group, over its alternatives.
  const flags = { ...outer }
  const items = [readSequence(cursor, flags, depth)]
  while (cursor.next === '|') {
    cursor.take()
    items.push(readSequence(cursor, flags, depth))
  }
  return { kind: 'choice', items }
}

function readSequence(cursor: Re2Cursor, flags: Flags, depth: number): Pattern {
  const items: Pattern[] = []
  while (!cursor.isAtEnd && cursor.next !== '|' && cursor.next !== ')') {
    const setting = cursor.takeMatch(/^\(\?(?=[imsU-])([imsU]*)(?:-([imsU]+))?\)/)
    if (setting !== undefined) {
      setFlags(flags, setting)
    } else if (cursor.takeMatch(/^\\Q/) !== undefined) {
      items.push(...readQuoted(cursor, flags))
    } else {
      items.push(repeated(cursor, readAtom(cursor, flags, depth)))
    }
  }
  return { kind: 'sequence', items }
}

function readQuoted(cursor: Re2Cursor, flags: Flags): Pattern[] {
  const items: Pattern[] = []
  while (!cursor.isAtEnd && cursor.takeMatch(/^\\E/) === undefined) {
    items.push(literal(cursor.take(), flags))
  }
  const last = items.pop()
  return last === undefined ? [] : [...items, repeated(cursor, last)]
}

function readAtom(cursor: Re2Cursor, flags: Flags, depth: number): Pattern {
  const char = cursor.take()
  switch (char) {
    case '(':
      return readGroup(cursor, flags, depth)
    case '[':
      return characters(readClass(cursor), flags)
    case '.':
      return { kind: 'char', test: flags.s ? () => true : (code) => code !== newline }
    case '^':
      return { kind: 'assert', assertion: flags.m ? 'line-start' : 'text-start' }
    case '$':
      return { kind: 'assert', assertion: flags.m ? 'line-end' : 'text-end' }
    case '\\': {
      const assertion = assertions[cursor.takeMatch(/^[AzbB]/)?.[0] ?? '']
      return assertion === undefined ? characters(readEscape(cursor).test, flags) : { kind: 'assert', assertion }
    }
    case '*':
    case '+':
    case '?':
      throw new BadPattern('missing argument to repetition operator')
    default:
      return literal(char, flags)
  }
}

function readGroup(cursor: Re2Cursor, outer: Flags, depth: number): Pattern {
  const flags = { ...outer }
  const opening = cursor.takeMatch(/^\?(?:P?<\w+>|([imsU]*)(?:-([imsU]+))?:)/)
  if (opening !== undefined) {
    setFlags(flags, opening)
  } else if (cursor.next === '?') {
    throw new BadPattern('invalid group')
  }
  const inside = readChoice(cursor, flags, depth + 1)
  if (cursor.take() !== ')') {
    throw new BadPattern('missing )')
  }
  return inside
}

function repeated(cursor: Re2Cursor, item: Pattern): Pattern {
  const operator = cursor.takeMatch(/^(?:[*+?]|\{\d{1,4}(?:,(?:\d{1,4})?)?\})/)?.[0]
  if (operator === undefined) {
    return item
  }
  cursor.takeMatch(/^\?/)
  if (cursor.takeMatch(/^(?:[*+?]|\{\d{1,4}(?:,(?:\d{1,4})?)?\})/) !== undefined) {
    throw new BadPattern('bad repetition operator')
  }
  const [min, max] = boundsOf(operator)
  const isTooMuch = min > maxRepeat || (max > maxRepeat && max !== Number.POSITIVE_INFINITY)
  if (isTooMuch || max < min) {
    throw new BadPattern('bad repetition count')
  }
  return { kind: 'repeat', item, min, max }
}

function boundsOf(operator: string): [number, number] {
  switch (operator) {
    case '*':
      return [0, Number.POSITIVE_INFINITY]
    case '+':
      return [1, Number.POSITIVE_INFINITY]
    case '?':
      return [0, 1]
    default: {
      const [min = '', max] = operator.slice(1, -1).split(',')
      return [Number(min), max === undefined ? Number(min) : max === '' ? Number.POSITIVE_INFINITY : Number(max)]
    }
  }
}

function setFlags(flags: Flags, [, on = '', off = '']: RegExpExecArray): void {
  for (const name of ['i', 'm', 's'] as const) {
    flags[name] = (flags[name] || on.includes(name)) && !off.includes(name)
  }
}

function literal(char: string, flags: Flags): Pattern {
  const code = codeOf(char)
  return characters((other) => other === code, flags)
}

function characters(test: CharTest, flags: Flags): Pattern {
  return { kind: 'char', test: flags.i ? ignoringCase(test) : test }
}

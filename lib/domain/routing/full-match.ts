import type { CharTest } from './re2-characters.ts'
import { BadPattern } from './re2-cursor.ts'
import { type Assertion, type Pattern, readPattern } from './re2-pattern.ts'

type Step =
  | { kind: 'char'; test: CharTest }
  | { kind: 'assert'; assertion: Assertion }
  | { kind: 'fork'; to: number[] }
  | { kind: 'end' }

const maxSteps = 10_000
const newline = 10
const maxCached = 500
const programs = new Map<string, Step[] | undefined>()

/**
 * Whether the whole text matches a regular expression in RE2's syntax, as Envoy's safe_regex demands. Time grows with
 * pattern × text and never worse, whatever the pattern. A pattern RE2 would refuse, or one too large, matches nothing.
 */
export function isFullMatch(pattern: string, text: string): boolean {
  const program = programOf(pattern)
  return (
    program !== undefined &&
    runs(
      program,
      Array.from(text, (char) => char.codePointAt(0) ?? 0),
    )
  )
}

/** Whether RE2 accepts the pattern, and it is of a size that can be matched here. */
export function isPattern(pattern: string): boolean {
  return programOf(pattern) !== undefined
}

function programOf(pattern: string): Step[] | undefined {
  if (programs.has(pattern)) {
    return programs.get(pattern)
  }
  if (programs.size >= maxCached) {
    programs.clear()
  }
  const program = compiled(pattern)
  programs.set(pattern, program)
  return program
}

function compiled(pattern: string): Step[] | undefined {
  try {
    const steps: Step[] = []
    emit(steps, readPattern(pattern))
    steps.push({ kind: 'end' })
    return steps
  } catch (error) {
    if (error instanceof BadPattern) {
      return undefined
    }
    throw error
  }
}

function emit(steps: Step[], pattern: Pattern): void {
  if (steps.length > maxSteps) {
    throw new BadPattern('pattern too large')
  }
  switch (pattern.kind) {
    case 'char':
    case 'assert':
      steps.push(pattern)
      break
    case 'sequence':
      for (const item of pattern.items) {
        emit(steps, item)
      }
      break
    case 'choice':
      emitChoice(steps, pattern.items)
      break
    case 'repeat':
      emitRepeat(steps, pattern)
      break
  }
}

function emitChoice(steps: Step[], items: Pattern[]): void {
  const starts: number[] = []
  const exits: number[][] = []
  steps.push({ kind: 'fork', to: starts })
  for (const item of items) {
    starts.push(steps.length)
    emit(steps, item)
    const exit: number[] = []
    exits.push(exit)
    steps.push({ kind: 'fork', to: exit })
  }
  for (const exit of exits) {
    exit.push(steps.length)
  }
}

function emitRepeat(steps: Step[], { item, min, max }: Extract<Pattern, { kind: 'repeat' }>): void {
  for (let count = 0; count < min; count++) {
    emit(steps, item)
  }
  if (max === Number.POSITIVE_INFINITY) {
    const start = steps.length
    const to = [start + 1]
    steps.push({ kind: 'fork', to })
    emit(steps, item)
    steps.push({ kind: 'fork', to: [start] })
    to.push(steps.length)
    return
  }
  const exits: number[][] = []
  for (let count = min; count < max; count++) {
    const to = [steps.length + 1]
    exits.push(to)
    steps.push({ kind: 'fork', to })
    emit(steps, item)
  }
  for (const to of exits) {
    to.push(steps.length)
  }
}

/** Walks all paths through the program at once, one character at a time. */
function runs(program: Step[], text: number[]): boolean {
  let places = reach(program, [0], text, 0)
  for (let at = 0; at < text.length && places.size > 0; at++) {
    const code = text[at] ?? 0
    const next: number[] = []
    for (const place of places) {
      const step = program[place]
      if (step?.kind === 'char' && step.test(code)) {
        next.push(place + 1)
      }
    }
    places = reach(program, next, text, at + 1)
  }
  return places.has(program.length - 1)
}

/** All steps reachable without a character. */
function reach(program: Step[], from: number[], text: number[], at: number): Set<number> {
  const places = new Set<number>()
  const pending = [...from]
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    if (!places.has(place)) {
      places.add(place)
      const step = program[place]
      if (step?.kind === 'fork') {
        pending.push(...step.to)
      } else if (step?.kind === 'assert' && holds(step.assertion, text, at)) {
        pending.push(place + 1)
      }
    }
  }
  return places
}

function holds(assertion: Assertion, text: number[], at: number): boolean {
  switch (assertion) {
    case 'text-start':
      return at === 0
    case 'text-end':
      return at === text.length
    case 'line-start':
      return at === 0 || text[at - 1] === newline
    case 'line-end':
      return at === text.length || text[at] === newline
    case 'word-edge':
      return isWord(text[at - 1]) !== isWord(text[at])
    case 'no-word-edge':
      return isWord(text[at - 1]) === isWord(text[at])
  }
}

function isWord(code: number | undefined): boolean {
  return code !== undefined && /\w/.test(String.fromCodePoint(code))
}

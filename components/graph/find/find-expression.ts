import { compared, contains, equals } from './find-comparison.ts'
import { type FindFieldName, type FindSubject, findFieldNamed, findFields, type NumberField } from './find-fields.ts'
import { type FindToken, findTokens } from './find-tokens.ts'

/** What is wrong with an expression: a key of `messages.graph.find.error`, and the piece of text it is about. */
export interface FindError {
  code: 'field' | 'value' | 'number' | 'unit' | 'order' | 'operand' | 'closing' | 'size'
  text: string
}

export interface FindExpression {
  isEmpty: boolean
  /** Set where the text cannot be read; then it matches nothing, and is empty. */
  error?: FindError
  /** Undefined: it cannot be told, because the subject has no such field or it was not measured. */
  isTrueOf(subject: FindSubject): boolean | undefined
}

type Test = FindExpression['isTrueOf']

/** More than a person writes, less than holds the page up or ends its stack. */
const most = { pieces: 500, depth: 50 }

/**
 * Words are looked for in names, namespaces, apps and versions; `name=pay*`, `flag=UO`, `error>1%`, `p95>300ms` ask one
 * field; `and` (or nothing), `or`, `not` and parentheses join them, `and` before `or`. Of what is not measured neither a
 * comparison nor its opposite is true.
 */
export function parseFind(text: string): FindExpression {
  const tokens = findTokens(text)
  if (tokens.length === 0) {
    return { isEmpty: true, isTrueOf: () => undefined }
  }
  try {
    return { isEmpty: false, isTrueOf: new Parser(tokens).whole() }
  } catch (error) {
    if (error instanceof Unreadable) {
      return { isEmpty: true, error: error.error, isTrueOf: () => undefined }
    }
    throw error
  }
}

class Unreadable extends Error {
  readonly error: FindError
  constructor(code: FindError['code'], text: string) {
    super(code)
    this.error = { code, text }
  }
}

class Parser {
  private at = 0
  private depth = 0
  private readonly tokens: readonly FindToken[]

  constructor(tokens: readonly FindToken[]) {
    this.tokens = tokens
  }

  whole(): Test {
    const beyond = this.tokens[most.pieces]
    if (beyond !== undefined) {
      throw new Unreadable('size', beyond.text)
    }
    const test = this.either()
    const rest = this.tokens[this.at]
    if (rest !== undefined) {
      throw new Unreadable('closing', rest.text)
    }
    return test
  }

  private either(): Test {
    const tests = [this.both()]
    while (this.takes('or')) {
      tests.push(this.both())
    }
    return tests.length === 1 && tests[0] !== undefined ? tests[0] : (subject) => anyOf(tests, subject)
  }

  private both(): Test {
    const tests = [this.one()]
    while (this.takes('and') || this.startsTerm()) {
      tests.push(this.one())
    }
    return tests.length === 1 && tests[0] !== undefined ? tests[0] : (subject) => allOf(tests, subject)
  }

  private one(): Test {
    if (this.takes('not')) {
      const test = this.deeper(() => this.one())
      return (subject) => opposite(test(subject))
    }
    const token = this.tokens[this.at]
    if (token === undefined || token.kind === 'close' || isJoint(token)) {
      throw new Unreadable('operand', token?.text ?? this.tokens[this.at - 1]?.text ?? '')
    }
    this.at += 1
    if (token.kind === 'open') {
      const test = this.deeper(() => this.either())
      const close = this.tokens[this.at]
      if (close?.kind !== 'close') {
        throw new Unreadable('closing', token.text)
      }
      this.at += 1
      return test
    }
    if (token.kind === 'sign') {
      throw new Unreadable('operand', token.text)
    }
    const sign = this.tokens[this.at]
    return sign?.kind === 'sign' && !token.isQuoted ? this.comparison(token, sign.text) : wordTest(token.text)
  }

  private deeper(read: () => Test): Test {
    if (this.depth === most.depth) {
      throw new Unreadable('size', this.tokens[this.at]?.text ?? '')
    }
    this.depth += 1
    const test = read()
    this.depth -= 1
    return test
  }

  private comparison(token: FindToken, sign: string): Test {
    const name = findFieldNamed(token.text)
    if (name === undefined) {
      throw new Unreadable('field', token.text)
    }
    this.at += 1
    const value = this.tokens[this.at]
    if (value?.kind !== 'word') {
      throw new Unreadable('value', `${token.text}${sign}`)
    }
    this.at += 1
    const field: (typeof findFields)[FindFieldName] = findFields[name]
    if (field.kind === 'number') {
      return numberTest(field, sign, this.amount(field, value))
    }
    if (sign.startsWith('<') || sign.startsWith('>')) {
      throw new Unreadable('order', `${token.text}${sign}`)
    }
    const meets = sign.endsWith('~') ? contains(value.text) : equals(value.text)
    return (subject) => {
      const words = field.of(subject)
      return words === undefined ? undefined : words.some(meets) !== sign.startsWith('!')
    }
  }

  /** `1%`, `1 %`, `300ms`, `5`: in the field's own unit. */
  private amount({ units }: NumberField, { text }: FindToken): number {
    const [, digits, unit] = /^(\d+(?:\.\d+)?)(.*)$/.exec(text) ?? []
    if (digits === undefined || unit === undefined) {
      throw new Unreadable('number', text)
    }
    const apart = unit === '' ? this.tokens[this.at] : undefined
    const isApart = apart?.kind === 'word' && factorOf(units, apart.text) !== undefined
    this.at += isApart ? 1 : 0
    const written = isApart ? apart.text : unit === '' ? (Object.keys(units)[0] ?? '') : unit
    const factor = factorOf(units, written)
    if (factor === undefined) {
      throw new Unreadable('unit', `${text} (${Object.keys(units).join(', ')})`)
    }
    return Number(digits) * factor
  }

  private takes(joint: string): boolean {
    const token = this.tokens[this.at]
    const isIt = token !== undefined && isJoint(token) && token.text.toLowerCase() === joint
    this.at += isIt ? 1 : 0
    return isIt
  }

  private startsTerm(): boolean {
    const token = this.tokens[this.at]
    return token !== undefined && token.kind !== 'close' && !(isJoint(token) && token.text.toLowerCase() === 'or')
  }
}

function isJoint({ kind, text, isQuoted }: FindToken): boolean {
  return kind === 'word' && !isQuoted && /^(and|or|not)$/i.test(text)
}

function factorOf(units: NumberField['units'], written: string): number | undefined {
  return Object.entries(units).find(([unit]) => unit.toLowerCase() === written.toLowerCase())?.[1]
}

function wordTest(word: string): Test {
  const meets = contains(word)
  const fields = [findFields.name, findFields.ns, findFields.app, findFields.version]
  return (subject) => fields.some((field) => field.of(subject)?.some(meets) === true)
}

function numberTest({ of }: NumberField, sign: string, wanted: number): Test {
  return (subject) => {
    const actual = of(subject)
    return actual === undefined ? undefined : compared(actual, sign, wanted)
  }
}

function opposite(truth: boolean | undefined): boolean | undefined {
  return truth === undefined ? undefined : !truth
}

function allOf(tests: readonly Test[], subject: FindSubject): boolean | undefined {
  const truths = tests.map((test) => test(subject))
  return truths.includes(false) ? false : truths.includes(undefined) ? undefined : true
}

function anyOf(tests: readonly Test[], subject: FindSubject): boolean | undefined {
  const truths = tests.map((test) => test(subject))
  return truths.includes(true) ? true : truths.includes(undefined) ? undefined : false
}

import { BadPattern, type Re2Cursor } from './re2-cursor.ts'

/** Whether a code point belongs to a set. */
export type CharTest = (code: number) => boolean

const perlSets: Record<string, RegExp> = { d: /[0-9]/, s: /[\t\n\f\r ]/, w: /[0-9A-Za-z_]/ }

const posixSets: Record<string, RegExp> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  ascii: /[\p{ASCII}]/u,
  blank: /[\t ]/,
  cntrl: /\p{Cc}/u,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[\t\n\v\f\r ]/,
  upper: /[A-Z]/,
  word: /[0-9A-Za-z_]/,
  xdigit: /[0-9A-Fa-f]/,
}

const controls: Record<string, number> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 }

/** One character or one set of them, as an escape or a class names it. */
interface CharSet {
  test: CharTest
  /** Set for a single character. */
  code?: number
}

function singleChar(code: number): CharSet {
  return { test: (other) => other === code, code }
}

/** Reads what follows a backslash, inside or outside a class. */
export function readEscape(cursor: Re2Cursor): CharSet {
  const hex = cursor.takeMatch(/^x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/)
  if (hex !== undefined) {
    return singleChar(Number.parseInt(hex[1] ?? hex[2] ?? '', 16))
  }
  const octal = cursor.takeMatch(/^0[0-7]{0,2}/)
  if (octal !== undefined) {
    return singleChar(Number.parseInt(octal[0], 8))
  }
  const property = cursor.takeMatch(/^([pP])(?:\{(\^?)(\w+)\}|(\w))/)
  if (property !== undefined) {
    const isNegated = (property[1] === 'P') !== (property[2] === '^')
    return { test: negatedIf(isNegated, ofExpression(unicodeSet(property[3] ?? property[4] ?? ''))) }
  }
  const char = cursor.take()
  const set = perlSets[char.toLowerCase()]
  if (set !== undefined) {
    return { test: negatedIf(char !== char.toLowerCase(), ofExpression(set)) }
  }
  const control = controls[char]
  if (control !== undefined) {
    return singleChar(control)
  }
  if (/[0-9A-Za-z]/.test(char)) {
    throw new BadPattern('invalid escape sequence')
  }
  return singleChar(codeOf(char))
}

/** Reads a bracketed class after its opening bracket. */
export function readClass(cursor: Re2Cursor): CharTest {
  const isNegated = cursor.takeMatch(/^\^/) !== undefined
  const tests: CharTest[] = []
  do {
    tests.push(classPart(cursor))
  } while (cursor.next !== ']')
  cursor.take()
  return negatedIf(isNegated, (code) => tests.some((test) => test(code)))
}

function classPart(cursor: Re2Cursor): CharTest {
  const posix = cursor.takeMatch(/^\[:(\^?)(\w+):\]/)
  if (posix !== undefined) {
    const set = posixSets[posix[2] ?? '']
    if (set === undefined) {
      throw new BadPattern('invalid character class')
    }
    return negatedIf(posix[1] === '^', ofExpression(set))
  }
  const first = classChar(cursor)
  const isRange = first.code !== undefined && cursor.takeMatch(/^-(?!\])/) !== undefined
  if (!isRange) {
    return first.test
  }
  const [low, high] = [first.code ?? 0, classChar(cursor).code]
  if (high === undefined || high < low) {
    throw new BadPattern('invalid character class range')
  }
  return (code) => code >= low && code <= high
}

function classChar(cursor: Re2Cursor): CharSet {
  const char = cursor.take()
  return char === '\\' ? readEscape(cursor) : singleChar(codeOf(char))
}

/** The set with both cases of every character in it. */
export function ignoringCase(test: CharTest): CharTest {
  return (code) => {
    const char = String.fromCodePoint(code)
    return test(code) || test(codeOf(char.toLowerCase())) || test(codeOf(char.toUpperCase()))
  }
}

export function codeOf(char: string): number {
  return char.codePointAt(0) ?? 0
}

function ofExpression(expression: RegExp): CharTest {
  return (code) => expression.test(String.fromCodePoint(code))
}

function negatedIf(isNegated: boolean, test: CharTest): CharTest {
  return isNegated ? (code) => !test(code) : test
}

/** A general category (`L`, `Nd`) or a script (`Greek`). */
function unicodeSet(name: string): RegExp {
  for (const property of [name, `Script=${name}`]) {
    try {
      return new RegExp(`\\p{${property}}`, 'u')
    } catch {}
  }
  throw new BadPattern('invalid character class')
}

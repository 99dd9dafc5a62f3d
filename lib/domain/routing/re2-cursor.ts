/** Thrown where RE2 refuses a pattern; never leaves this folder. */
export class BadPattern extends Error {}

/** A place in a pattern's text, by code points. */
export class Re2Cursor {
  private readonly chars: string[]
  private at = 0

  constructor(text: string) {
    this.chars = Array.from(text)
  }

  get isAtEnd(): boolean {
    return this.at >= this.chars.length
  }

  /** The next character, or empty at the end. */
  get next(): string {
    return this.chars[this.at] ?? ''
  }

  take(): string {
    const char = this.chars[this.at]
    if (char === undefined) {
      throw new BadPattern('unexpected end')
    }
    this.at++
    return char
  }

  /** Takes what an anchored expression of at most 120 characters finds here. */
  takeMatch(expression: RegExp): RegExpExecArray | undefined {
    const found = expression.exec(this.chars.slice(this.at, this.at + 120).join(''))
    if (found === null) {
      return undefined
    }
    this.at += Array.from(found[0]).length
    return found
  }
}

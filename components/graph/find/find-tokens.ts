/** A piece of a find expression and where it stands. */
export interface FindToken {
  kind: 'word' | 'sign' | 'open' | 'close'
  text: string
  from: number
  to: number
  /** Written in quotation marks: a word, whatever it says. */
  isQuoted: boolean
}

const piece = /\s*(?:"([^"]*)"?|(\()|(\))|(!=|!~|>=|<=|[=~<>])|([^\s"()=~<>!]+|!))/gy

/** Splits a text into words, comparison signs and parentheses. Whatever is typed, nothing is lost and nothing throws. */
export function findTokens(text: string): FindToken[] {
  return [...text.matchAll(piece)].map((match) => {
    const [all, quoted, open, close, sign, word] = match
    const to = match.index + all.length
    const from = match.index + (all.length - all.trimStart().length)
    const said = { from, to, isQuoted: quoted !== undefined }
    if (open !== undefined || close !== undefined) {
      return { ...said, kind: open === undefined ? ('close' as const) : ('open' as const), text: open ?? ')' }
    }
    return sign === undefined
      ? { ...said, kind: 'word' as const, text: quoted ?? word ?? '' }
      : { ...said, kind: 'sign' as const, text: sign }
  })
}

import { matchesWildcard } from '#lib/domain/wildcard.ts'

/** The word in any part, in any letter case. */
export function contains(wanted: string): (word: string) => boolean {
  const part = wanted.toLowerCase()
  return (word) => word.toLowerCase().includes(part)
}

/** The whole word in any letter case; `*` stands for anything, `5xx` for any such code, `grpc14` for `grpc 14`. */
export function equals(wanted: string): (word: string) => boolean {
  if (/^[1-5]xx$/i.test(wanted)) {
    return (word) => /^\d{3}$/.test(word) && word[0] === wanted[0]
  }
  const pattern = plain(wanted)
  return (word) => matchesWildcard(pattern, plain(word))
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(' ', '')
}

export function compared(actual: number, sign: string, wanted: number): boolean {
  switch (sign) {
    case '>':
      return actual > wanted
    case '>=':
      return actual >= wanted
    case '<':
      return actual < wanted
    case '<=':
      return actual <= wanted
    default:
      return (actual === wanted) !== sign.startsWith('!')
  }
}

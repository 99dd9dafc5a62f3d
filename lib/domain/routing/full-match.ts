/** Whether the whole text matches a regular expression; a pattern that cannot be read matches nothing. */
export function isFullMatch(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 's').test(text)
  } catch {
    return false
  }
}

/** Whether a text is the pattern, in which `*` stands for any characters. Takes a time that grows with the text alone. */
export function matchesWildcard(pattern: string, text: string): boolean {
  const [first = '', ...others] = pattern.split('*')
  const last = others.pop()
  if (last === undefined) {
    return text === first
  }
  let at = first.length
  for (const part of others) {
    const found = text.indexOf(part, at)
    if (found === -1) {
      return false
    }
    at = found + part.length
  }
  return text.startsWith(first) && text.length - last.length >= at && text.endsWith(last)
}

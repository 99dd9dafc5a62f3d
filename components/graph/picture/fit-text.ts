export type Measure = (text: string) => number

const endLength = 5

/** The text, or its start and its end around `…`, so that it is no wider than given; empty where not even that fits. */
export function fitText(text: string, width: number, measure: Measure): string {
  if (measure(text) <= width) {
    return text
  }
  const characters = [...text]
  const tail = characters.slice(-Math.min(endLength, Math.floor(characters.length / 3)))
  for (let kept = characters.length - tail.length - 1; kept >= 1; kept--) {
    const shorter = `${characters.slice(0, kept).join('')}…${tail.join('')}`
    if (measure(shorter) <= width) {
      return shorter
    }
  }
  const last = `${characters[0] ?? ''}…`
  return measure(last) <= width ? last : ''
}

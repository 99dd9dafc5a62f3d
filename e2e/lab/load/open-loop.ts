export interface Plan {
  requestsPerSecond: number
  seconds: number
}

const mostPerSecond = 500
const longestSeconds = 14_400

/** Reads both bounds from the command line; throws when one is missing or too large. */
export function planOf(requestsPerSecond: string | undefined, seconds: string | undefined): Plan {
  return {
    requestsPerSecond: bounded('requests per second', requestsPerSecond, mostPerSecond),
    seconds: bounded('seconds', seconds, longestSeconds),
  }
}

/** How many requests are due by then, however many have been answered. */
export function dueBy({ requestsPerSecond, seconds }: Plan, elapsedMs: number): number {
  const elapsedSeconds = Math.min(elapsedMs / 1000, seconds)
  return Math.floor(Math.max(0, elapsedSeconds) * requestsPerSecond)
}

function bounded(name: string, text: string | undefined, largest: number): number {
  const value = Number(text)
  if (text === undefined || !(value > 0 && value <= largest)) {
    throw new Error(`${name}: above 0 and at most ${largest}, got ${text ?? 'nothing'}`)
  }
  return value
}

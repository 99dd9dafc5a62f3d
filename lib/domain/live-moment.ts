import { AppError } from './errors.ts'
import type { UnixSeconds } from './time.ts'

const stepSeconds = 5
const clockSkewSeconds = 60

/**
 * The moment that a question about now is answered for: the last even 5 s, so that questions asked by several screens
 * in different seconds are the same question and cost one reading. No scrape is commonly finer.
 */
export function liveMoment(nowSeconds: UnixSeconds): UnixSeconds {
  return Math.floor(nowSeconds / stepSeconds) * stepSeconds
}

/** The moment asked about: `at`, or now. Throws `invalid` for one more than a minute ahead, of which nobody can know anything. */
export function momentOf(at: UnixSeconds | undefined, nowSeconds: UnixSeconds): UnixSeconds {
  if (at !== undefined && at > nowSeconds + clockSkewSeconds) {
    throw new AppError('invalid', { what: `at=${at} lies in the future` })
  }
  return at ?? liveMoment(nowSeconds)
}

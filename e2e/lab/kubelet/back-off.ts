/** A cluster's kubelet starts at 10 s and goes to 5 min; here a crash loop must be visible within a test. */
const firstMs = 500
const longestMs = 10_000
/** A cluster forgets after 10 min. */
const forgetsAfterRunningMs = 60_000

/** How long a container that has ended waits for its next start. */
export interface BackOff {
  /** Told how long it ran; answers the wait. */
  ended(ranMs: number): number
}

/** Doubles with every end, and starts over after a container has run for a minute. */
export function backOff(): BackOff {
  let nextMs = firstMs
  return {
    ended(ranMs) {
      const waitMs = ranMs >= forgetsAfterRunningMs ? firstMs : nextMs
      nextMs = Math.min(waitMs * 2, longestMs)
      return waitMs
    },
  }
}

const firstSeconds = 0.5
const longestSeconds = 30

/** Pause before try `failures + 1`: doubles from 0.5 s to 30 s, then up to half of it is taken away at random so that many watchers do not return in step. */
export function backoffSeconds(failures: number, random: () => number): number {
  const full = Math.min(longestSeconds, firstSeconds * 2 ** Math.min(Math.max(failures - 1, 0), 16))
  return full * (1 - random() / 2)
}

/** About `seconds`, a tenth more or less. */
export function aroundSeconds(seconds: number, random: () => number): number {
  return seconds * (0.9 + random() / 5)
}

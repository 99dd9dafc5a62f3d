/** Milliseconds since 1970, finer than `Date.now()` and the same in every process and page of a machine. */
export function wallMs(): number {
  return performance.timeOrigin + performance.now()
}

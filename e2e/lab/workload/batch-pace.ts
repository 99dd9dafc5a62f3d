/** How many runs of a batch client are due since it was last asked. What a standstill missed is not made up for. */
export function batchPace(startMs: number): (nowMs: number, ratePerSecond: number) => number {
  let lastMs = startMs
  let owed = 0
  return (nowMs, ratePerSecond) => {
    const elapsedSeconds = Math.min(1, (nowMs - lastMs) / 1000)
    lastMs = nowMs
    owed += elapsedSeconds * ratePerSecond
    const due = Math.floor(owed)
    owed -= due
    return due
  }
}

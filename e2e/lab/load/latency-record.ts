/** Latencies in steps of 2 %: bounded memory however many there are. */
export interface LatencyRecord {
  add(ms: number): void
  /** The latency that `share` of all do not exceed, to 2 %; undefined without any. */
  quantileMs(share: number): number | undefined
}

const step = Math.log(1.02)
const least = 0.1
const buckets = 700

export function latencyRecord(): LatencyRecord {
  const counts = new Uint32Array(buckets)
  let total = 0
  return {
    add(ms) {
      const bucket = Math.ceil(Math.log(Math.max(ms, least) / least) / step)
      const at = Math.min(bucket, buckets - 1)
      counts[at] = (counts[at] ?? 0) + 1
      total++
    },
    quantileMs(share) {
      let below = 0
      const bucket = counts.findIndex((count) => {
        below += count
        return below > 0 && below >= share * total
      })
      return bucket < 0 ? undefined : Math.round(least * Math.exp(bucket * step) * 10) / 10
    },
  }
}

import { type DurationPart, shareWithin } from './latency-law.ts'

/** A share of requests that waits this much longer than usual. Shares of a list sum to 1. */
export interface Delay {
  share: number
  addedMs: number
}

const maxDelays = 12

export const noDelay: readonly Delay[] = [{ share: 1, addedMs: 0 }]

/** Both delays one after the other, as independent of each other. */
export function bothDelays(one: readonly Delay[], other: readonly Delay[]): readonly Delay[] {
  if (isNone(one)) {
    return other
  }
  return isNone(other)
    ? one
    : gathered(
        one.flatMap((first) =>
          other.map((second) => ({ share: first.share * second.share, addedMs: first.addedMs + second.addedMs })),
        ),
      )
}

export function isNone(delays: readonly Delay[]): boolean {
  return delays.every(({ addedMs }) => addedMs === 0)
}

/** Equal delays once, and the rarest beyond a dozen as one with their mean. */
export function gathered(delays: readonly Delay[]): readonly Delay[] {
  const byMs = new Map<number, number>()
  for (const { share, addedMs } of delays) {
    const ms = Math.round(addedMs * 10) / 10
    byMs.set(ms, (byMs.get(ms) ?? 0) + share)
  }
  const sorted = [...byMs].map(([addedMs, share]) => ({ share, addedMs })).sort((a, b) => b.share - a.share)
  const rest = sorted.slice(maxDelays - 1)
  const share = rest.reduce((sum, one) => sum + one.share, 0)
  const meanMs = rest.reduce((sum, one) => sum + one.share * one.addedMs, 0) / share
  return share > 0 ? [...sorted.slice(0, maxDelays - 1), { share, addedMs: meanMs }] : sorted
}

/** A lognormal time with delays. */
export function delayed(
  { meanMs, sigma }: { meanMs: number; sigma: number },
  delays: readonly Delay[],
): DurationPart[] {
  return delays.map(({ share, addedMs }) => ({ share, meanMs, sigma, ...(addedMs > 0 && { addedMs }) }))
}

/**
 * What a request waits for segments sent again when packets are lost: after 210 ms, twice as long each further time.
 */
export function retransmissions(lostShare: number): readonly Delay[] {
  const timesMs = [0, 210, 630, 1_470, 3_150]
  return timesMs.map((addedMs, times) => ({
    addedMs,
    share: lostShare ** times * (times === timesMs.length - 1 ? 1 : 1 - lostShare),
  }))
}

/** Of these times those up to a limit. */
export function upTo(parts: readonly DurationPart[], limitMs: number): DurationPart[] {
  const all = shareWithin(parts, limitMs)
  return parts.flatMap((part) => {
    const within = shareWithin([part], limitMs)
    return within > 0 ? [{ ...part, share: within / all, belowMs: limitMs }] : []
  })
}

import type { UnixSeconds } from '../../domain/time.ts'
import type { Flow } from './flow.ts'
import { eventsUpTo } from './unit-process.ts'
import type { DemoWorld } from './world.ts'

/** Seconds between two samples a Prometheus would hold; samples lie at whole multiples. */
export const scrapeIntervalSeconds = 5

/** The first and last sample of a flow's counter that fall into a window. */
export interface ScrapedPair {
  firstSecond: UnixSeconds
  lastSecond: UnixSeconds
  firstCount: number
  lastCount: number
}

/** A window as Prometheus's `rate` sees it. */
export interface ScrapedWindow {
  /** Undefined where fewer than two samples exist: a counter at 0 is not exported, so its series begins later. */
  pair(flow: Flow): ScrapedPair | undefined
  /** The rate of a counter that stood at these values at the ends of a pair. */
  perSecond(pair: ScrapedPair, firstValue: number, lastValue: number): number
  countAt(flow: Flow, second: UnixSeconds): number
}

export function scrapedWindow(
  world: DemoWorld,
  { at, windowSeconds, now }: { at: UnixSeconds; windowSeconds: number; now: UnixSeconds },
): ScrapedWindow {
  const start = at - windowSeconds
  const firstGrid = Math.ceil(start / scrapeIntervalSeconds)
  const lastGrid = Math.floor(Math.min(at, now) / scrapeIntervalSeconds)
  const expectations = new Map<UnixSeconds, (flow: Flow) => number>()
  const countAt = (flow: Flow, second: UnixSeconds) => {
    const expected = expectations.get(second) ?? world.expectedBy(second)
    expectations.set(second, expected)
    return eventsUpTo(flow.hash, expected(flow))
  }
  const seconds = (grid: number) => grid * scrapeIntervalSeconds
  return {
    countAt,
    pair(flow) {
      const lastCount = lastGrid > firstGrid ? countAt(flow, seconds(lastGrid)) : 0
      if (lastCount === 0) {
        return undefined
      }
      const firstCount = countAt(flow, seconds(firstGrid))
      const begins = firstCount > 0 ? firstGrid : firstNonZero(flow, firstGrid, lastGrid)
      return begins === lastGrid
        ? undefined
        : {
            firstSecond: seconds(begins),
            lastSecond: seconds(lastGrid),
            firstCount: firstCount > 0 ? firstCount : countAt(flow, seconds(begins)),
            lastCount,
          }
    },
    perSecond: ({ firstSecond, lastSecond }, firstValue, lastValue) =>
      extrapolated({ start, end: at, firstSecond, lastSecond }, firstValue, lastValue) / windowSeconds,
  }

  /** The grid point at which a counter that is 0 at `zero` and not at `later` first counts. */
  function firstNonZero(flow: Flow, zero: number, later: number): number {
    let [below, above] = [zero, later]
    while (above - below > 1) {
      const middle = Math.floor((below + above) / 2)
      if (countAt(flow, seconds(middle)) > 0) {
        above = middle
      } else {
        below = middle
      }
    }
    return above
  }
}

/** The increase over a whole window from samples inside it, by the rules of Prometheus's extrapolatedRate. */
function extrapolated(
  window: { start: UnixSeconds; end: UnixSeconds; firstSecond: UnixSeconds; lastSecond: UnixSeconds },
  firstValue: number,
  lastValue: number,
): number {
  const increase = lastValue - firstValue
  const sampled = window.lastSecond - window.firstSecond
  const farAway = scrapeIntervalSeconds * 1.1
  let before = window.firstSecond - window.start
  if (increase > 0 && firstValue >= 0) {
    before = Math.min(before, sampled * (firstValue / increase))
  }
  const after = window.end - window.lastSecond
  const reach = (gap: number) => (gap < farAway ? gap : scrapeIntervalSeconds / 2)
  return increase * ((sampled + reach(before) + reach(after)) / sampled)
}

import type { UnixSeconds } from '../../domain/time.ts'
import { type CountOf, type Flow, isToldAlike, type Reporter } from './flow.ts'
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
  pair(flow: Flow, reporter: Reporter): ScrapedPair | undefined
  /** The rate of a counter that stood at these values at the ends of a pair. */
  perSecond(pair: ScrapedPair, firstValue: number, lastValue: number): number
  countAt(flow: Flow, reporter: Reporter, second: UnixSeconds): number
}

export function scrapedWindow(
  world: DemoWorld,
  { at, windowSeconds, now }: { at: UnixSeconds; windowSeconds: number; now: UnixSeconds },
): ScrapedWindow {
  const start = at - windowSeconds
  const firstGrid = Math.ceil(start / scrapeIntervalSeconds)
  const lastGrid = Math.floor(Math.min(at, now) / scrapeIntervalSeconds)
  const counters = new Map<UnixSeconds, CountOf>()
  const countAt = (flow: Flow, reporter: Reporter, second: UnixSeconds) => {
    const countOf = counters.get(second) ?? world.countsBy(second)
    counters.set(second, countOf)
    return countOf(flow, reporter)
  }
  let latest: { flow: Flow; pair: ScrapedPair | undefined } | undefined
  const seconds = (grid: number) => grid * scrapeIntervalSeconds
  return {
    countAt,
    pair(flow, reporter) {
      if (latest?.flow !== flow || !isToldAlike(flow)) {
        latest = { flow, pair: pairOf(flow, reporter) }
      }
      return latest.pair
    },
    perSecond: ({ firstSecond, lastSecond }, firstValue, lastValue) =>
      extrapolated({ start, end: at, firstSecond, lastSecond }, firstValue, lastValue) / windowSeconds,
  }

  function pairOf(flow: Flow, reporter: Reporter): ScrapedPair | undefined {
    const count = (grid: number) => countAt(flow, reporter, seconds(grid))
    const lastCount = lastGrid > firstGrid ? count(lastGrid) : 0
    if (lastCount === 0) {
      return undefined
    }
    const firstCount = count(firstGrid)
    const begins = firstCount > 0 ? firstGrid : firstNonZero(count, firstGrid, lastGrid)
    return begins === lastGrid
      ? undefined
      : {
          firstSecond: seconds(begins),
          lastSecond: seconds(lastGrid),
          firstCount: firstCount > 0 ? firstCount : count(begins),
          lastCount,
        }
  }

  /** The grid point at which a counter that is 0 at `zero` and not at `later` first counts. */
  function firstNonZero(count: (grid: number) => number, zero: number, later: number): number {
    let [below, above] = [zero, later]
    while (above - below > 1) {
      const middle = Math.floor((below + above) / 2)
      if (count(middle) > 0) {
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

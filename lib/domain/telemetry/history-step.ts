const wantedPoints = 120
/** Istio's default scrape interval, where the real one cannot be told. */
const usualScrapeSeconds = 15

const evenSteps = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200]

/**
 * Seconds between the points of a chart over a window: about 120 points, on an even step so that the same moments come
 * back, and never finer than two scrapes, below which a rate has no samples.
 */
export function historyStepSeconds(windowSeconds: number, scrapeIntervalSeconds: number | undefined): number {
  const finest = 2 * (scrapeIntervalSeconds ?? usualScrapeSeconds)
  const wanted = Math.max(windowSeconds / wantedPoints, finest)
  return evenSteps.find((step) => step >= wanted) ?? Math.ceil(wanted / 3600) * 3600
}

import { istioSeries } from './istio-series.ts'
import type { MeshPlan } from './mesh-plan.ts'

const seriesPerPiece = 2000

/** What a scrape at a second of the mesh's life gets, in Prometheus's text format, in pieces. */
export function* scrapeText(plan: MeshPlan, second: number): Generator<string> {
  for (const { name, type, series } of istioSeries(plan)) {
    yield `# TYPE ${name} ${type}\n`
    yield* inPieces(series, ({ id, valueAt }) => `${id} ${valueAt(second)}\n`)
  }
}

export interface HistorySpan {
  /** Unix seconds of the first and, at most, the last sample. */
  from: number
  to: number
  stepSeconds: number
  /** Seconds the mesh had lived at the first sample. */
  age: number
}

/** The same as it would have been scraped over a time: OpenMetrics text in pieces, without the closing `# EOF`. */
export function* historyText(plan: MeshPlan, { from, to, stepSeconds, age }: HistorySpan): Generator<string> {
  const seconds = Array.from({ length: Math.floor((to - from) / stepSeconds) + 1 }, (_, step) => step * stepSeconds)
  for (const { name, type, series } of istioSeries(plan)) {
    yield `# TYPE ${name.replace(/_total$/, '')} ${type}\n`
    yield* inPieces(series, ({ id, valueAt }) =>
      seconds.map((second) => `${id} ${valueAt(age + second)} ${from + second}\n`).join(''),
    )
  }
}

function* inPieces<T>(items: Iterable<T>, write: (item: T) => string): Generator<string> {
  let piece: string[] = []
  for (const item of items) {
    piece.push(write(item))
    if (piece.length === seriesPerPiece) {
      yield piece.join('')
      piece = []
    }
  }
  yield piece.join('')
}

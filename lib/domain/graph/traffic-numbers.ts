import { quantileBracket } from '../telemetry/quantile-bracket.ts'
import type { GraphEdge, ReporterView } from './snapshot.ts'
import type { Counts, Tally } from './tally.ts'

const farElement = 100_000

type Numbers = Pick<
  GraphEdge,
  | 'requestsPerSecond'
  | 'errorRatio'
  | 'clientErrorRatio'
  | 'injectedRatio'
  | 'bytesPerSecond'
  | 'connectionsPerSecond'
  | 'meanLatencyMs'
  | 'p95Ms'
>

/** The numbers a node or an edge shows; what was not counted is absent. Injected requests are outside both error ratios. */
export function numbersOf(tally: Tally): Numbers {
  const numbers: Numbers = {}
  if (tally.hasRequests) {
    numbers.requestsPerSecond = significant(tally.requests)
  }
  const judged = tally.requests - tally.injected
  // What is left of a difference of sums may be the rounding of zero.
  if (judged > tally.requests * 1e-9) {
    numbers.errorRatio = ratio(tally.serverFailures, judged)
    numbers.clientErrorRatio = ratio(tally.clientFailures, judged)
  }
  if (tally.injected > 0) {
    numbers.injectedRatio = ratio(tally.injected, tally.requests)
  }
  if (tally.hasTcp) {
    numbers.bytesPerSecond = significant(tally.bytes)
    numbers.connectionsPerSecond = significant(tally.connections)
  }
  if (tally.timedRequests > 0) {
    numbers.meanLatencyMs = significant(tally.timedMs / tally.timedRequests)
  }
  const p95Ms = tally.buckets === undefined ? undefined : quantileBracket(0.95, tally.buckets)
  if (p95Ms !== undefined) {
    numbers.p95Ms = p95Ms
  }
  return numbers
}

/** The brackets an edge shows beside its p95, of the same histogram. */
export function bracketsOf({ buckets = [] }: Tally): Pick<GraphEdge, 'p50Ms' | 'p99Ms'> {
  const [p50Ms, p99Ms] = [quantileBracket(0.5, buckets), quantileBracket(0.99, buckets)]
  return { ...(p50Ms !== undefined && { p50Ms }), ...(p99Ms !== undefined && { p99Ms }) }
}

/** One proxy's numbers: what a headline has, without the share only a headline shows. */
export function viewOf(tally: Tally): ReporterView {
  const { clientErrorRatio: _, ...numbers } = numbersOf(tally)
  return { ...numbers, byCode: recordOf(tally.byCode), byFlag: recordOf(tally.byFlag) }
}

/** Under mutual TLS ÷ all whose security is told; undefined where none is. */
export function mutualShareOf({ secured }: Tally): number | undefined {
  if (secured.told > 0) {
    return ratio(secured.mutual, secured.told)
  }
  return secured.toldBytes > 0 ? ratio(secured.mutualBytes, secured.toldBytes) : undefined
}

/** Sorted by key, so that equal counts read equal. */
export function recordOf(counts: Counts | undefined): Record<string, number> {
  if (counts === undefined || counts.size === 0) {
    return {}
  }
  const entries = [...counts]
  if (entries.length > 1) {
    entries.sort(([a], [b]) => (a < b ? -1 : 1))
  }
  const record = sparseRecord()
  for (const [key, perSecond] of entries) {
    record[key] = significant(perSecond)
  }
  return record
}

/**
 * V8 gives an object whose first key is `200` room for 316 elements, and there are three such objects to an edge. One that
 * has had a key far away keeps its elements in a dictionary: a graph is built four times as fast and written in a third.
 */
function sparseRecord(): Record<string, number> {
  const record: Record<string, number> = { [farElement]: 0 }
  delete record[farElement]
  return record
}

function ratio(part: number, whole: number): number {
  return significant(Math.min(1, Math.max(0, part / whole)))
}

/** Six digits: finer than any scrape, and a snapshot half as long on the wire. */
function significant(value: number): number {
  if (value === 0 || !Number.isFinite(value)) {
    return value
  }
  const scale = 10 ** (5 - Math.floor(Math.log10(Math.abs(value))))
  return scale >= 1 && Number.isFinite(scale) ? Math.round(value * scale) / scale : Math.round(value)
}

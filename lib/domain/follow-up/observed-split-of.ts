import { observedShares } from '../statistics/observed-share.ts'
import { sampleRatio } from '../statistics/sample-ratio.ts'
import type { RequestCount } from '../telemetry/traffic.ts'
import type { ObservedSplit, ReportedSplit } from './observed-split.ts'
import type { WantedSplit } from './wanted-split.ts'

/**
 * Requests counted between two moments beside the shares set, each reporter by itself. Requests that reached no version
 * say nothing of the split and are left out; copies of a mirror are counted by the callee alone, so then only the callers
 * are judged.
 */
export function observedSplitOf(
  { versions: wanted, notJudged, isMirrored }: WantedSplit,
  counts: readonly RequestCount[],
  { from, to }: { from: number; to: number },
): ObservedSplit {
  const reached = counts.filter(({ destination }) => destination.version !== undefined)
  const totals = totalsByCaller(counts)
  const attemptsPerRequest = attemptsOf(totals)
  const requestsOutsideMesh = sumOf(
    totals.filter(({ source }) => source === 0),
    'destination',
  )
  const reporters = (['source', 'destination'] as const).flatMap((reporter) => {
    const own = reached.filter((row) => row.reporter === reporter)
    const isJudged = notJudged === undefined && !(isMirrored && reporter === 'destination')
    const attempts = isMirrored ? undefined : attemptsPerRequest
    return own.length === 0 ? [] : [reportedSplit(reporter, own, wanted, isJudged, attempts)]
  })
  const why = notJudged ?? (reporters.length === 0 ? 'not-measured' : undefined)
  return {
    from,
    to,
    wanted,
    reporters,
    ...(attemptsPerRequest !== undefined && { attemptsPerRequest }),
    ...(requestsOutsideMesh > 0 && { requestsOutsideMesh }),
    ...(why !== undefined && { notJudged: why }),
  }
}

function reportedSplit(
  reporter: ReportedSplit['reporter'],
  rows: readonly RequestCount[],
  wanted: WantedSplit['versions'],
  isJudged: boolean,
  attemptsPerRequest: number | undefined,
): ReportedSplit {
  const seen = new Map(wanted.map(({ version }) => [version, 0]))
  for (const { destination, requests } of rows) {
    const version = destination.version ?? ''
    seen.set(version, (seen.get(version) ?? 0) + requests)
  }
  const shares = new Map(wanted.map(({ version, share }) => [version, share]))
  const counted = [...seen].map(([version, count]) => ({ wanted: shares.get(version) ?? 0, seen: count }))
  return {
    reporter,
    requests: counted.reduce((sum, one) => sum + one.seen, 0),
    versions: observedShares(seen),
    ...(isJudged && { ratio: sampleRatio(counted, attemptsPerRequest) }),
  }
}

interface CallerTotal {
  source: number
  destination: number
}

function totalsByCaller(counts: readonly RequestCount[]): CallerTotal[] {
  const totals = new Map<string, CallerTotal>()
  for (const { reporter, source, requests } of counts) {
    if (reporter !== 'waypoint') {
      const caller = `${source.cluster} ${source.namespace} ${source.workload}`
      const total = totals.get(caller) ?? { source: 0, destination: 0 }
      total[reporter] += requests
      totals.set(caller, total)
    }
  }
  return [...totals.values()]
}

/** Destination ÷ source over callers that both count; undefined where there are none. */
function attemptsOf(totals: readonly CallerTotal[]): number | undefined {
  const both = totals.filter(({ source, destination }) => source > 0 && destination > 0)
  return both.length === 0 ? undefined : sumOf(both, 'destination') / sumOf(both, 'source')
}

function sumOf(totals: readonly CallerTotal[], side: keyof CallerTotal): number {
  return totals.reduce((sum, total) => sum + total[side], 0)
}

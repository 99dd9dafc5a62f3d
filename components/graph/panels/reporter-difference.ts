import type { GraphEdge, ReporterView } from '#lib/domain/graph/snapshot.ts'
import { isServerFailureFlag } from '#lib/domain/telemetry/outcome.ts'

/** Why the caller's and the callee's proxy do not agree: a key of `messages.graph.difference` and its numbers. */
export type ReporterDifference =
  | { code: 'neverArrived'; ratio: number; flags: string[] }
  | { code: 'neverArrivedPlain' | 'attempts'; ratio: number }
  | { code: 'hiddenFailures' | 'callerOnly'; callerRatio: number; calleeRatio: number }
  | { code: 'timeout' }
  | { code: 'processDied'; flags: string[] }
  | { code: 'network'; callerMs: number; calleeMs: number }

/** Rates of two proxies scraped at different moments differ by a few percent without any reason. */
const noise = 0.05
const localFlags: ReadonlySet<string> = new Set(['UO', 'UH', 'NC', 'NR', 'FI', 'UF', 'URX', 'DF'])
const networkRatio = 2
const networkMs = 5

/**
 * What the difference of both proxies says, read as on a real mesh: what ends at the caller never reaches the callee, a
 * retry is several attempts there, a timeout is a `DC` there, a plain 503 with `UC` there is a process that died, and
 * waiting much longer than the answer took is the way between. Nothing where they agree or only one reports.
 */
export function reporterDifference({ protocol, reporters }: GraphEdge): ReporterDifference[] {
  const { source: caller, destination: callee } = reporters ?? {}
  if (protocol === 'tcp' || caller === undefined || callee === undefined) {
    return []
  }
  return [
    ...ofRates(caller, callee),
    ...ofErrors(caller, callee),
    ...ofFlags(caller, callee),
    ...ofTimes(caller, callee),
  ]
}

function ofRates(caller: ReporterView, callee: ReporterView): ReporterDifference[] {
  const [sent, arrived] = [caller.requestsPerSecond ?? 0, callee.requestsPerSecond ?? 0]
  if (sent > arrived * (1 + noise)) {
    const flags = flagsOf(caller, (flag) => localFlags.has(flag))
    const ratio = (sent - arrived) / sent
    return [flags.length > 0 ? { code: 'neverArrived', ratio, flags } : { code: 'neverArrivedPlain', ratio }]
  }
  return arrived > sent * (1 + noise) && sent > 0 ? [{ code: 'attempts', ratio: (arrived - sent) / sent }] : []
}

function ofErrors(caller: ReporterView, callee: ReporterView): ReporterDifference[] {
  const [callerRatio, calleeRatio] = [caller.errorRatio ?? 0, callee.errorRatio ?? 0]
  if (calleeRatio > callerRatio + 0.005 && calleeRatio > callerRatio * 1.5) {
    return [{ code: 'hiddenFailures', callerRatio, calleeRatio }]
  }
  const isTold = flagsOf(caller, isServerFailureFlag).length > 0
  return callerRatio > calleeRatio + 0.005 && callerRatio > calleeRatio * 1.5 && !isTold
    ? [{ code: 'callerOnly', callerRatio, calleeRatio }]
    : []
}

function ofFlags(caller: ReporterView, callee: ReporterView): ReporterDifference[] {
  const isTimeout = has(caller, 'UT') && (has(callee, 'DC') || has(callee, 'DR'))
  const flags = flagsOf(callee, (flag) => flag === 'UC' || flag === 'URX' || flag === 'UF')
  const isPlainAtCaller = (caller.byCode['503'] ?? 0) > 0 && flagsOf(caller, isServerFailureFlag).length === 0
  return [
    ...(isTimeout ? [{ code: 'timeout' as const }] : []),
    ...(isPlainAtCaller && flags.length > 0 ? [{ code: 'processDied' as const, flags }] : []),
  ]
}

function ofTimes(caller: ReporterView, callee: ReporterView): ReporterDifference[] {
  const [callerMs, calleeMs] = [caller.meanLatencyMs, callee.meanLatencyMs]
  return callerMs !== undefined &&
    calleeMs !== undefined &&
    callerMs > calleeMs * networkRatio &&
    callerMs - calleeMs > networkMs
    ? [{ code: 'network', callerMs, calleeMs }]
    : []
}

function has({ byFlag }: ReporterView, flag: string): boolean {
  return (byFlag[flag] ?? 0) > 0
}

function flagsOf(view: ReporterView, isMeant: (flag: string) => boolean): string[] {
  return Object.keys(view.byFlag).filter((flag) => has(view, flag) && isMeant(flag))
}

import type { BlamePortion } from './blame-portion.ts'
import { type GapWeights, gapOf, gapToCallee, gapWeights } from './call-gap.ts'
import type { IncidentWindow } from './incident-window.ts'
import { type CallChanges, feltBy, type MeshChanges, type ServiceChanges } from './service-changes.ts'
import { sureness } from './sureness.ts'
import { suspectDependency } from './suspect-dependency.ts'
import { slownessBeyondLoad, surgeOf } from './traffic-growth.ts'

/** What callees leave unexplained counts so much where the number of calls to them is only guessed at its least. */
const unexplainedByGuess = 0.3

/** What is known of the whole mesh when one service's slowness is split. */
export interface LatencyContext {
  mesh: MeshChanges
  surge: number
  weights: GapWeights
}

export function latencyContext(window: IncidentWindow, mesh: MeshChanges): LatencyContext {
  return { mesh, surge: surgeOf(window, mesh), weights: gapWeights(mesh) }
}

/**
 * Where a service's slowness comes from. Means add up: each callee explains its growth times the calls made to it per
 * request, what no callee explains is the service's own, less what its growth of traffic does. What the caller felt and
 * the callee did not do belongs to the way between. The portions sum to 1 at most.
 */
export function splitLatency(changes: ServiceChanges, { mesh, surge, weights }: LatencyContext): BlamePortion[] {
  const { service, latencyMs, outgoing } = changes
  const grownMs = latencyMs === undefined ? 0 : Math.max(0, latencyMs.now - latencyMs.before)
  const below = outgoing.map((call) => ({ call, ms: grownBelowMs(call) })).filter(({ ms }) => ms > 0)
  const belowMs = below.reduce((sum, { ms }) => sum + ms, 0)
  const wholeMs = Math.max(grownMs, belowMs)
  if (wholeMs <= 0) {
    return [{ share: 1, service, kind: 'service' }]
  }
  const isGuess = below.some(({ call }) => call.callsPerRequest?.isGuess ?? true)
  const left = (wholeMs - belowMs) * (isGuess ? unexplainedByGuess : 1)
  const own = (left / (left + belowMs)) * slownessBeyondLoad(changes, surge)
  return [
    ...splitOwnTime(changes, own, mesh),
    ...below.flatMap(({ call, ms }) => splitCall(call, ms / (left + belowMs), weights)),
  ]
}

/** Time a caller lost between its proxy and its callee's: trouble of the call itself, however rarely it is made. */
export function delayOnTheWay(
  call: CallChanges,
  { weights }: LatencyContext,
): { share: number; portions: BlamePortion[] } {
  const { latencyMs } = feltBy(call)
  const share = latencyMs === undefined || latencyMs.now <= latencyMs.before ? 0 : 1 - latencyMs.before / latencyMs.now
  return { share, portions: splitCall(call, 1, weights).filter(({ onward }) => onward === undefined) }
}

function grownBelowMs(call: CallChanges): number {
  const { latencyMs, latencyZ } = feltBy(call)
  const grownMs = latencyMs === undefined ? 0 : Math.max(0, latencyMs.now - latencyMs.before)
  return grownMs * (call.callsPerRequest?.before ?? 1) * sureness(latencyZ)
}

function splitCall(call: CallChanges, share: number, weights: GapWeights): BlamePortion[] {
  const { share: part, sure } = gapOf(call)
  const gap = part * sure
  const toCallee = gapToCallee(call, weights)
  const edge = [call.source, call.destination] as const
  const portions: BlamePortion[] = [
    { share: share * (1 - gap), service: call.destination, kind: 'service', onward: 'latency' },
    ...(isDelayed(call)
      ? ([{ share: share * gap, service: call.destination, kind: 'configuration', edge }] as const)
      : ([
          { share: share * gap * toCallee, service: call.destination, kind: 'network', edge },
          { share: share * gap * (1 - toCallee), service: call.source, kind: 'network', edge },
        ] as const)),
  ]
  return portions.filter((portion) => portion.share > 0)
}

/** A fault filter delays at the caller's proxy: the same gap, put there on purpose. */
function isDelayed({ felt }: CallChanges): boolean {
  return sureness(felt.flags.get('DI')?.z ?? 0) > 0.5
}

/** A TCP callee has no latency: its slowness is own time of its callers. */
function splitOwnTime(changes: ServiceChanges, own: number, mesh: MeshChanges): BlamePortion[] {
  const suspected = changes.outgoing
    .map((call) => ({ call, blame: suspectDependency(call, mesh, ownSlowness) }))
    .filter(({ blame }) => blame > 0)
  const total = suspected.reduce((sum, { blame }) => sum + blame, 0)
  const most = Math.max(0, ...suspected.map(({ blame }) => blame))
  return [
    { share: own * (1 - most), service: changes.service, kind: 'service' },
    ...suspected.map(
      ({ call: { source, destination }, blame }): BlamePortion => ({
        share: (own * most * blame) / total,
        service: destination,
        kind: 'dependency',
        edge: [source, destination],
      }),
    ),
  ]
}

/** How surely a service got slow by itself: what no callee explains. */
function ownSlowness({ latencyMs, outgoing }: ServiceChanges): number {
  const grownMs = latencyMs === undefined ? 0 : latencyMs.now - latencyMs.before
  const belowMs = outgoing.reduce((sum, call) => sum + grownBelowMs(call), 0)
  return latencyMs === undefined || grownMs <= 0 ? 0 : sureness(latencyMs.z) * Math.max(0, 1 - belowMs / grownMs)
}

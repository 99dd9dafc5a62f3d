import type { BlamePortion } from './blame-portion.ts'
import { gapOf, gapToCallee } from './call-gap.ts'
import { type CallChanges, feltBy, type MeshChanges, type ServiceChanges } from './mesh-changes.ts'
import { sureness } from './sureness.ts'
import { slownessBeyondLoad, trafficGrowth } from './traffic-growth.ts'

/** The most a database is blamed for its caller's own time by opening connections alone. */
const dependencyShare = 0.7

/** What callees leave unexplained counts so much where the number of calls to them is only guessed at its least. */
const unexplainedByGuess = 0.3

/**
 * Where a service's slowness comes from. Means add up: each callee explains its growth times the calls made to it per
 * request, what no callee explains is the service's own, less what its growth of traffic does. What the caller felt and
 * the callee did not do belongs to the way between. The portions sum to 1 at most.
 */
export function splitLatency(changes: ServiceChanges, mesh: MeshChanges, surge: number): BlamePortion[] {
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
    ...splitOwnTime(changes, own),
    ...below.flatMap(({ call, ms }) => splitCall(call, ms / (left + belowMs), mesh)),
  ]
}

/** Time a caller lost between its proxy and its callee's: trouble of the call itself, however rarely it is made. */
export function delayOnTheWay(call: CallChanges, mesh: MeshChanges): { share: number; portions: BlamePortion[] } {
  const { latencyMs } = feltBy(call)
  const share = latencyMs === undefined || latencyMs.now <= latencyMs.before ? 0 : 1 - latencyMs.before / latencyMs.now
  return { share, portions: splitCall(call, 1, mesh).filter(({ onward }) => onward === undefined) }
}

function grownBelowMs(call: CallChanges): number {
  const { latencyMs, latencyZ } = feltBy(call)
  const grownMs = latencyMs === undefined ? 0 : Math.max(0, latencyMs.now - latencyMs.before)
  return grownMs * (call.callsPerRequest?.before ?? 1) * sureness(latencyZ)
}

function splitCall(call: CallChanges, share: number, mesh: MeshChanges): BlamePortion[] {
  const { share: part, sure } = gapOf(call)
  const gap = part * sure
  const toCallee = gapToCallee(call, mesh)
  const edge = [call.source, call.destination] as const
  const portions: BlamePortion[] = [
    { share: share * (1 - gap), service: call.destination, kind: 'service', onward: 'latency' },
    { share: share * gap * toCallee, service: call.destination, kind: 'network', edge },
    { share: share * gap * (1 - toCallee), service: call.source, kind: 'network', edge },
  ]
  return portions.filter((portion) => portion.share > 0)
}

/** A TCP callee has no latency: its slowness is own time of its callers, who open more connections for the same work. */
function splitOwnTime(changes: ServiceChanges, own: number): BlamePortion[] {
  const growth = trafficGrowth(changes)
  const opened = changes.outgoing
    .map(({ source, destination, felt: { connectionsOpened } }) => {
      const surplus = connectionsOpened && connectionsOpened.now - growth * connectionsOpened.before
      const share = surplus === undefined ? 0 : sureness(surplus / connectionsOpened.spread)
      return { share, destination, edge: [source, destination] as const }
    })
    .filter(({ share }) => share > 0)
  const total = opened.reduce((sum, { share }) => sum + share, 0)
  const surest = Math.max(0, ...opened.map(({ share }) => share))
  return [
    { share: own * (1 - dependencyShare * surest), service: changes.service, kind: 'service' },
    ...opened.map(
      ({ share, destination, edge }): BlamePortion => ({
        share: (own * dependencyShare * surest * share) / total,
        service: destination,
        kind: 'dependency',
        edge,
      }),
    ),
  ]
}

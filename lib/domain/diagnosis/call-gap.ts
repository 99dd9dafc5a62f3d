import type { CallChanges, MeshChanges } from './service-changes.ts'
import { sureness } from './sureness.ts'

/** Time between the two proxies of a call: what the caller felt grow and the callee, tried as often, did not do. */
export interface CallGap {
  ms: number
  /** Of what the caller felt grow, 0 to 1. */
  share: number
  sure: number
}

const noGap: CallGap = { ms: 0, share: 0, sure: 0 }

/** The gap that opened on a call; none when either proxy did not count, since one sight alone tells no difference. */
export function gapOf(call: CallChanges): CallGap {
  const { felt, done, isShared } = call
  if (felt.latencyMs === undefined || done.latencyMs === undefined || isShared) {
    return noGap
  }
  const feltMs = felt.latencyMs.now - felt.latencyMs.before
  const triesMs =
    done.latencyMs.now * triesPerRequest(call, 'now') - done.latencyMs.before * triesPerRequest(call, 'before')
  const ms = feltMs - Math.max(0, triesMs)
  return feltMs <= 0 || ms <= 0
    ? noGap
    : { ms, share: ms / feltMs, sure: sureness(ms / Math.hypot(felt.latencyMs.spread, done.latencyMs.spread)) }
}

/** Retries make a caller wait for several answers: arrived over asked, at least one. */
function triesPerRequest({ felt, done }: CallChanges, when: 'before' | 'now'): number {
  const [asked, arrived] = [felt.requestsPerSecond?.[when] ?? 0, done.requestsPerSecond?.[when] ?? 0]
  return asked > 0 ? Math.max(1, arrived / asked) : 1
}

/** Steep, since one healthy call at an end speaks against that end more than a second sick one speaks for it. */
const coveragePower = 3

/** How much of each service's calls show a gap, and how many: what `gapToCallee` weighs. */
export type GapWeights = ReadonlyMap<string, number>

export function gapWeights(mesh: MeshChanges): GapWeights {
  const sick = new Map<string, number>()
  const counted = new Map<string, number>()
  for (const { outgoing } of mesh.values()) {
    for (const call of outgoing) {
      if (!call.isShared && call.felt.latencyMs !== undefined && call.done.latencyMs !== undefined) {
        const { sure } = gapOf(call)
        for (const end of [call.source, call.destination]) {
          sick.set(end, (sick.get(end) ?? 0) + sure)
          counted.set(end, (counted.get(end) ?? 0) + 1)
        }
      }
    }
  }
  return new Map(
    [...sick].map(([service, sum]) => [service, sum * (sum / (counted.get(service) ?? 1)) ** coveragePower]),
  )
}

/** Which end of a call a gap belongs to: the share for the callee. */
export function gapToCallee({ source, destination }: CallChanges, weights: GapWeights): number {
  const [caller, callee] = [weights.get(source) ?? 0, weights.get(destination) ?? 0]
  return caller + callee > 0 ? callee / (caller + callee) : 1
}

import type { CallChanges, MeshChanges } from './mesh-changes.ts'
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
  const triesMs = done.latencyMs.now * triesPerRequest(call, 'now') - done.latencyMs.before * triesPerRequest(call, 'before')
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

/** Which end of a call a gap belongs to: the share for the callee, by how many and how much of each end's calls show one. */
export function gapToCallee(call: CallChanges, mesh: MeshChanges): number {
  const [caller, callee] = [gapWeight(mesh, call.source), gapWeight(mesh, call.destination)]
  return callee / (caller + callee)
}

function gapWeight(mesh: MeshChanges, service: string): number {
  const { incoming = [], outgoing = [] } = mesh.get(service) ?? {}
  const both = [...incoming, ...outgoing].filter(
    ({ felt, done, isShared }) => !isShared && felt.latencyMs !== undefined && done.latencyMs !== undefined,
  )
  const sick = both.reduce((sum, call) => sum + gapOf(call).sure, 0)
  return both.length === 0 ? Number.EPSILON : sick * (sick / both.length) ** coveragePower + Number.EPSILON
}

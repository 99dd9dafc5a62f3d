import type { CallChanges, MeshChanges } from './mesh-changes.ts'
import { sureness } from './sureness.ts'

/**
 * The share of what the caller felt grow on a call that the callee did not do: time lost between the two proxies. 0 when
 * either proxy did not count, since one sight alone tells no difference.
 */
export function gapShare({ felt, done, isShared }: CallChanges): number {
  if (felt.latencyMs === undefined || done.latencyMs === undefined || isShared) {
    return 0
  }
  const feltMs = felt.latencyMs.now - felt.latencyMs.before
  const gapMs = feltMs - Math.max(0, done.latencyMs.now - done.latencyMs.before)
  if (feltMs <= 0 || gapMs <= 0) {
    return 0
  }
  return Math.min(1, gapMs / feltMs) * sureness(gapMs / Math.hypot(felt.latencyMs.spread, done.latencyMs.spread))
}

/** Steep, since one healthy call at an end speaks against that end more than a second sick one speaks for it. */
const coveragePower = 3

/** Which end of a call a gap belongs to: the share for the callee, by how much of each end's calls show a gap. */
export function gapToCallee(call: CallChanges, mesh: MeshChanges): number {
  const [caller, callee] = [coverage(mesh, call.source), coverage(mesh, call.destination)].map(
    (share) => share ** coveragePower + Number.EPSILON,
  )
  return (callee ?? 0) / ((caller ?? 0) + (callee ?? 0))
}

function coverage(mesh: MeshChanges, service: string): number {
  const { incoming = [], outgoing = [] } = mesh.get(service) ?? {}
  const both = [...incoming, ...outgoing].filter(
    ({ felt, done, isShared }) => !isShared && felt.latencyMs !== undefined && done.latencyMs !== undefined,
  )
  return both.length === 0 ? 0 : both.reduce((sum, call) => sum + gapShare(call), 0) / both.length
}

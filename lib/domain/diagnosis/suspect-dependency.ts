import type { CallChanges, MeshChanges, ServiceChanges } from './service-changes.ts'
import { sureness } from './sureness.ts'
import { trafficGrowth } from './traffic-growth.ts'

/** The most a dependency is blamed for its callers' own time: nobody measured it itself. */
const mostBlame = 0.9
/** Opened connections may be the caller's own doing as well. */
const connectionsBlame = 0.7
/** Steep, since one caller that is well speaks for the dependency. */
const coveragePower = 3

/**
 * How much a TCP callee is suspected of its caller's own slowness, 0 to 1. It has no latency of its own, but callers who
 * wait for it open more connections for the same work, and where it has several callers all of them get slow by
 * themselves. `ownSlowness` tells how surely a service got slow by itself.
 */
export function suspectDependency(
  call: CallChanges,
  mesh: MeshChanges,
  ownSlowness: (changes: ServiceChanges) => number,
): number {
  const { connectionsOpened, sentBytes } = call.felt
  if ((connectionsOpened ?? sentBytes) === undefined) {
    return 0
  }
  const caller = mesh.get(call.source)
  const growth = caller === undefined ? 1 : trafficGrowth(caller)
  const opened =
    connectionsOpened === undefined
      ? 0
      : sureness((connectionsOpened.now - growth * connectionsOpened.before) / connectionsOpened.spread)
  return Math.max(connectionsBlame * opened, mostBlame * sharedSlowness(call, mesh, ownSlowness))
}

function sharedSlowness(
  { destination }: CallChanges,
  mesh: MeshChanges,
  ownSlowness: (changes: ServiceChanges) => number,
): number {
  const users = (mesh.get(destination)?.incoming ?? []).flatMap(({ source }) => mesh.get(source) ?? [])
  return users.length < 2
    ? 0
    : (users.reduce((sum, user) => sum + ownSlowness(user), 0) / users.length) ** coveragePower
}

import { nobodyAsked, type ProxySync, toAcknowledgement } from '../../domain/follow-up/acknowledgement.ts'
import type { UnixSeconds } from '../../domain/time.ts'
import type { Clock } from '../../ports/clock.ts'
import type { AcknowledgementQuery, Proxies } from '../../ports/proxies.ts'
import { demoClusterName } from './blueprint.ts'
import { podsOf } from './demo-pods.ts'
import type { DemoWorld } from './world.ts'

export interface DemoProxiesOptions {
  /** The Istio the demo pretends to be. */
  istioVersion?: string
}

/** The demo's control plane: it pushes what changes routing, and every proxy acknowledges a little later. */
export function demoProxies(
  world: DemoWorld,
  clock: Clock,
  { istioVersion = '1.31.1' }: DemoProxiesOptions = {},
): Proxies {
  return {
    async acknowledgement(query, signal) {
      signal?.throwIfAborted()
      return query.cluster === demoClusterName
        ? toAcknowledgement(proxySyncs(world, query, clock.now()))
        : nobodyAsked('no-such-cluster')
    },
    async istioVersion(cluster, signal) {
      signal?.throwIfAborted()
      return cluster === demoClusterName ? istioVersion : undefined
    },
  }
}

function proxySyncs(world: DemoWorld, { namespaces, since }: AcknowledgementQuery, now: UnixSeconds): ProxySync[] {
  const pods = world
    .workloadsAt(now)
    .filter(({ membership, namespace }) => membership === 'sidecar' && namespaces.includes(namespace))
    .flatMap(podsOf)
  return pods.map(({ name, namespace }) => {
    const { sentAt, acknowledgedAt } = world.syncAt({ name, namespace }, now)
    return { proxy: `${name}.${namespace}`, isAcknowledged: sentAt >= since && acknowledgedAt !== undefined }
  })
}

import { nobodyAsked, type ProxySync, toAcknowledgement } from '../../domain/follow-up/acknowledgement.ts'
import type { UnixSeconds } from '../../domain/time.ts'
import type { Clock } from '../../ports/clock.ts'
import type { AcknowledgementQuery, Proxies } from '../../ports/proxies.ts'
import { demoClusterName } from './blueprint.ts'
import { podsOf } from './demo-pods.ts'
import { hashText, hashUnit } from './unit-process.ts'
import type { DemoWorld } from './world.ts'

/** Seconds from a write to the first and the last proxy's acknowledgement, as measured on Istio 1.31. */
const delays = { cds: [0.25, 0.36], rds: [0.11, 0.19] } as const

export interface DemoProxiesOptions {
  /** The Istio the demo pretends to be. */
  istioVersion?: string
}

/** The demo's control plane: it pushes whenever an object changes, and every proxy acknowledges a little later. */
export function demoProxies(
  world: DemoWorld,
  clock: Clock,
  { istioVersion = '1.31.1' }: DemoProxiesOptions = {},
): Proxies {
  return {
    async acknowledgement(query, signal) {
      signal?.throwIfAborted()
      if (query.cluster !== demoClusterName) {
        return nobodyAsked('no-such-cluster')
      }
      return toAcknowledgement(proxiesIn(world, query).map((proxy) => syncOf(world, query, proxy, clock.now())))
    },
    async istioVersion(cluster, signal) {
      signal?.throwIfAborted()
      return cluster === demoClusterName ? istioVersion : undefined
    },
  }
}

function proxiesIn(world: DemoWorld, { namespaces }: AcknowledgementQuery): string[] {
  return world.workloads
    .filter(({ membership, namespace }) => membership === 'sidecar' && namespaces.includes(namespace))
    .flatMap(podsOf)
    .map(({ name, namespace }) => `${name}.${namespace}`)
}

function syncOf(world: DemoWorld, { type, since }: AcknowledgementQuery, proxy: string, now: UnixSeconds): ProxySync {
  const [first, last] = delays[type]
  const delay = first + (last - first) * hashUnit(hashText(proxy, 1), 0)
  const justBefore = since - 1e-6
  const isPushed = world.objectsAt(justBefore) !== world.objectsAt(now - delay)
  return { proxy, isAcknowledged: isPushed && now - since >= delay }
}

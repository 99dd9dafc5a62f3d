import type { Inventory } from '../../domain/mesh/inventory.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Cluster } from '../../ports/cluster.ts'
import { demoClusterName } from './blueprint.ts'
import { demoObjects } from './demo-objects.ts'
import { podsOf } from './demo-pods.ts'
import type { DemoWorld } from './world.ts'

/** The Kubernetes API of the demo world: always there, everything readable, Istio's objects writable. */
export function demoCluster(world: DemoWorld, clock: Clock): Cluster {
  const standing = {
    clusters: [{ name: demoClusterName, id: demoClusterName, idOrigin: 'control-plane' as const }],
    namespaces: world.namespaces.map((name) => ({
      cluster: demoClusterName,
      name,
      injection: 'sidecar' as const,
    })),
    services: world.services.map(({ protocol: _protocol, fqdn: _fqdn, ...service }) => service),
    workloads: world.workloads.map(({ ownAnswers: _answers, meanMs: _mean, sigma: _sigma, ...workload }) => workload),
    pods: world.workloads.flatMap(podsOf),
  }
  return {
    ...demoObjects(world, clock),
    async inventory(signal): Promise<Inventory> {
      signal?.throwIfAborted()
      return { ...standing, objects: world.objectsAt(clock.now()), notices: [] }
    },
    async probe(signal) {
      signal?.throwIfAborted()
    },
    async close() {},
  }
}

import type { Inventory, MeshWorkload } from '../../domain/mesh/inventory.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Cluster } from '../../ports/cluster.ts'
import { type DemoWorkload, demoClusterName } from './blueprint.ts'
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
  }
  let running = runningOf(world.workloads)
  return {
    ...demoObjects(world, clock),
    async inventory(signal): Promise<Inventory> {
      signal?.throwIfAborted()
      const workloads = world.workloadsAt(clock.now())
      if (workloads !== running.of) {
        running = runningOf(workloads)
      }
      const objects = world.objectsAt(clock.now()).filter(({ apiVersion }) => apiVersion.includes('istio.io/'))
      return { ...standing, workloads: running.workloads, pods: running.pods, objects, notices: [] }
    },
    async probe(signal) {
      signal?.throwIfAborted()
    },
    async close() {},
  }
}

/** What of these workloads Kubernetes tells. */
function runningOf(of: DemoWorkload[]): { of: DemoWorkload[] } & Pick<Inventory, 'workloads' | 'pods'> {
  return { of, workloads: of.map(toldWorkload), pods: of.flatMap(podsOf) }
}

function toldWorkload(workload: DemoWorkload): MeshWorkload {
  const { ownAnswers: _answers, meanMs: _mean, sigma: _sigma, addedMs: _added, crash: _crash, ...told } = workload
  const { unready: _unready, ...rest } = told
  return rest
}

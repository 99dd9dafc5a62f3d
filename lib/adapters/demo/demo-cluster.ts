import type { Inventory, MeshPod } from '../../domain/mesh/inventory.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Cluster } from '../../ports/cluster.ts'
import { type DemoWorkload, demoClusterName } from './blueprint.ts'
import { hashText } from './unit-process.ts'
import type { DemoWorld } from './world.ts'

/** The Kubernetes API of the demo world: always there, everything readable. */
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

function podsOf(workload: DemoWorkload): MeshPod[] {
  const { cluster, namespace, name, app, version, kind, readyPods, membership } = workload
  const replicaSet = podSuffix(`${namespace}/${name}`, 9)
  return Array.from({ length: readyPods }, (_, index) => ({
    cluster,
    namespace,
    name:
      kind === 'StatefulSet'
        ? `${name}-${index}`
        : `${name}-${replicaSet}-${podSuffix(`${namespace}/${name}/${index}`, 5)}`,
    workload: name,
    app,
    ...(version === undefined ? {} : { version }),
    phase: 'Running',
    isReady: true,
    restarts: 0,
    hasSidecar: membership === 'sidecar',
  }))
}

const suffixLetters = 'bcdfghjklmnpqrstvwxz2456789'

function podSuffix(text: string, length: number): string {
  return Array.from({ length }, (_, index) => suffixLetters[(hashText(text, index) >>> 0) % suffixLetters.length]).join(
    '',
  )
}

import type { MeshPod } from '../../domain/mesh/inventory.ts'
import type { DemoWorkload } from './blueprint.ts'
import { hashText } from './unit-process.ts'

/** The pods of a workload, in the order in which its requests are dealt out. */
export function podsOf(workload: DemoWorkload): MeshPod[] {
  const { cluster, namespace, name, app, version, kind, readyPods, membership, unready } = workload
  const replicaSet = podSuffix(`${namespace}/${name}`, 9)
  return Array.from({ length: readyPods + (unready?.pods ?? 0) }, (_, index) => ({
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
    isReady: index < readyPods,
    restarts: index < readyPods ? 0 : (unready?.restarts ?? 0),
    hasSidecar: membership === 'sidecar',
  }))
}

const suffixLetters = 'bcdfghjklmnpqrstvwxz2456789'

function podSuffix(text: string, length: number): string {
  return Array.from({ length }, (_, index) => suffixLetters[(hashText(text, index) >>> 0) % suffixLetters.length]).join(
    '',
  )
}

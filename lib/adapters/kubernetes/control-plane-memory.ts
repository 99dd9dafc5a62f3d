import type { ControllerRecord } from './controller-record.ts'
import { controlPlaneClusterId } from './learn-cluster-id.ts'
import type { ObjectView } from './object-store.ts'
import type { PodRecord } from './to-pod.ts'

/** The cluster id the mesh's parts tell: looked for again only when they have changed, and kept when those that told are gone. */
export function controlPlaneMemory(
  pods: ObjectView<PodRecord>,
  controllers: ObjectView<ControllerRecord>[],
): (installed: string | undefined) => string | undefined {
  let seen = ''
  let known: string | undefined
  return (installed) => {
    const state = [pods, ...controllers].map((store) => store.revision).join(' ') + (installed ?? '')
    if (state !== seen) {
      seen = state
      const all = controllers.flatMap((store) => [...store.values()])
      known = controlPlaneClusterId({ controllers: all, pods: pods.values(), installed }) ?? known
    }
    return known
  }
}

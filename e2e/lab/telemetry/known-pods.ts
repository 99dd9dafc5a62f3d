import { type MeshPod, podKey } from './mesh-pod.ts'

/** The lab's pods by name and by address. */
export class KnownPods {
  #byKey = new Map<string, MeshPod>()
  #byIp = new Map<string, MeshPod>()

  /**
   * Replaces the list. A pod that went keeps its address until another has it: lines about it are still to be read.
   * Pods on the host's network are at no address: whatever comes from the host has theirs.
   */
  replace(pods: readonly MeshPod[]): void {
    this.#byKey = new Map(pods.map((pod) => [podKey(pod), pod]))
    for (const pod of pods) {
      if (pod.ip !== '' && !pod.isHostNetwork) {
        this.#byIp.set(pod.ip, pod)
      }
    }
  }

  named(key: string): MeshPod | undefined {
    return this.#byKey.get(key)
  }

  at(ip: string | undefined): MeshPod | undefined {
    return ip === undefined ? undefined : this.#byIp.get(ip)
  }

  all(): MeshPod[] {
    return [...this.#byKey.values()]
  }
}

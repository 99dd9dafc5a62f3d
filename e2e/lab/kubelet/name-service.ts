import { lab } from '../settings.ts'
import { followObjects } from './follow-objects.ts'
import { hostsFile } from './hosts-file.ts'
import { logLine } from './log-line.ts'
import { loadRules, writeNamespaceFile } from './network.ts'
import type { EndpointSlice, Service } from './service.ts'
import { serviceRules } from './service-rules.ts'

interface NamedPod {
  namespace: string
  name: string
  ip: string
  networkNamespace: string
  /** The sidecar takes its connections to Services; without one the kernel must. */
  hasCapture: boolean
}

/** Names whose Service no pod could reach by its cluster IP, or that are in no cluster. */
const fixed = [
  { ip: lab.gatewayIp, names: ['istiod.istio-system.svc', 'istiod.istio-system.svc.cluster.local'] },
  { ip: lab.outsideIp, names: ['api.bank.example'] },
]
const settleMs = 200

/** What DNS and kube-proxy do in a cluster, by each pod's hosts file and rules. */
export class NameService {
  private readonly services = new Map<string, Service>()
  private readonly slices = new Map<string, EndpointSlice>()
  private readonly pods = new Set<NamedPod>()
  private readonly connected = new Set<NamedPod>()
  private timer: NodeJS.Timeout | undefined

  /** Resolves when all names are known; follows them until `signal` is aborted. */
  async start(signal: AbortSignal): Promise<void> {
    await Promise.all([
      this.follow('/api/v1/services', this.services, signal),
      this.follow('/apis/discovery.k8s.io/v1/endpointslices', this.slices, signal),
    ])
  }

  /** Writes a pod's files, and keeps them up to date until it is removed. */
  add(pod: NamedPod): void {
    this.pods.add(pod)
    const search = `${pod.namespace}.svc.cluster.local svc.cluster.local cluster.local`
    const lines = [`nameserver ${lab.gatewayIp}`, `search ${search}`, 'options ndots:5 timeout:1 attempts:1']
    writeNamespaceFile(pod.networkNamespace, 'resolv.conf', `${lines.join('\n')}\n`)
    this.write(pod)
  }

  /** The pod's network stands: its connections to Services can be led. */
  connect(pod: NamedPod): void {
    this.connected.add(pod)
    this.write(pod)
  }

  remove(pod: NamedPod): void {
    this.pods.delete(pod)
    this.connected.delete(pod)
  }

  private write(pod: NamedPod): void {
    const [services, slices] = [[...this.services.values()], [...this.slices.values()]]
    writeNamespaceFile(pod.networkNamespace, 'hosts', hostsFile({ pod, services, slices, fixed }))
    if (this.connected.has(pod) && !pod.hasCapture) {
      loadRules(pod.networkNamespace, serviceRules(services, slices))
    }
  }

  private writeAll(): void {
    this.timer = undefined
    for (const pod of this.pods) {
      try {
        this.write(pod)
      } catch (error) {
        logLine(`names of ${pod.namespace}/${pod.name}: ${error instanceof Error ? error.message : error}`)
      }
    }
  }

  private follow<T extends { metadata: { uid: string } }>(
    path: string,
    all: Map<string, T>,
    signal: AbortSignal,
  ): Promise<void> {
    const change = () => {
      this.timer ??= setTimeout(() => this.writeAll(), settleMs)
    }
    return new Promise((resolve) => {
      const follower = {
        onObject(object: T) {
          all.set(object.metadata.uid, object)
          change()
        },
        onGone(uid: string) {
          all.delete(uid)
          change()
        },
        onSynced: () => resolve(),
      }
      void followObjects(path, follower, signal)
    })
  }
}

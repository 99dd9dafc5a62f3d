import { getJson } from '../../kubectl.ts'

interface ContainerStatus {
  name: string
  ready: boolean
  restartCount: number
  state: { waiting?: { reason?: string }; running?: object; terminated?: { exitCode: number } }
  lastState: { terminated?: { exitCode: number } }
}

export interface Pod {
  metadata: { namespace: string; name: string; labels?: Record<string, string>; deletionTimestamp?: string }
  spec: {
    containers: { name: string }[]
    initContainers?: { name: string; restartPolicy?: string }[]
    nodeName?: string
  }
  status: {
    phase?: string
    podIP?: string
    conditions?: { type: string; status: string }[]
    containerStatuses?: ContainerStatus[]
    initContainerStatuses?: ContainerStatus[]
  }
}

/** Pods of a selector that are not on their way out, oldest name first. */
export async function podsOf(namespace: string, selector: string): Promise<Pod[]> {
  const { items } = await getJson<{ items: Pod[] }>(['-n', namespace, 'pods', '-l', selector])
  return items
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .sort((a, b) => a.metadata.name.localeCompare(b.metadata.name))
}

/** The only pod of a selector; throws while there are none or several. */
export async function podOf(namespace: string, selector: string): Promise<Pod> {
  const [pod, ...others] = await podsOf(namespace, selector)
  if (pod === undefined || others.length > 0) {
    throw new Error(`${pod === undefined ? 'no pod' : 'several pods'} of ${selector} in ${namespace}`)
  }
  return pod
}

export function isReady(pod: Pod): boolean {
  return pod.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true
}

/** A container's status, native sidecars and other init containers included. */
export function containerStatus(pod: Pod, name: string): ContainerStatus | undefined {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status
  return [...containerStatuses, ...initContainerStatuses].find((container) => container.name === name)
}

interface EndpointSlice {
  endpoints: { addresses: string[]; conditions: { ready?: boolean } }[] | null
}

/** The addresses a Service sends traffic to now. */
export async function readyEndpoints(namespace: string, service: string): Promise<string[]> {
  const selector = `kubernetes.io/service-name=${service}`
  const { items } = await getJson<{ items: EndpointSlice[] }>(['-n', namespace, 'endpointslices', '-l', selector])
  return items
    .flatMap(({ endpoints }) => endpoints ?? [])
    .filter(({ conditions }) => conditions.ready === true)
    .flatMap(({ addresses }) => addresses)
    .sort()
}

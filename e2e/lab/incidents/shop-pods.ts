import { getJson } from '../kubectl.ts'
import { LabFailure } from '../say.ts'

/** A workload of the shop by the labels of its pods. */
export interface ShopWorkload {
  namespace: string
  app: string
  version?: string
}

export interface ShopPod {
  namespace: string
  name: string
  ip: string
  /** The application's container. */
  app: { name: string; isReady: boolean; isRunning: boolean }
  isReady: boolean
}

interface PodObject {
  metadata: { namespace: string; name: string; deletionTimestamp?: string }
  spec: { containers: { name: string }[] }
  status: {
    podIP?: string
    conditions?: { type: string; status: string }[]
    containerStatuses?: { name: string; ready: boolean; state?: { running?: object } }[]
  }
}

/** The pods of a workload, those that are going left out. */
export async function podsOf({ namespace, app, version }: ShopWorkload): Promise<ShopPod[]> {
  const selector = [`app=${app}`, ...(version === undefined ? [] : [`version=${version}`])].join(',')
  const { items } = await getJson<{ items: PodObject[] }>(['-n', namespace, 'pods', '-l', selector])
  return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined).map(shopPod)
}

/** The pods of a workload that must have some. */
export async function somePodsOf(workload: ShopWorkload): Promise<ShopPod[]> {
  const pods = await podsOf(workload)
  if (pods.length === 0) {
    throw new LabFailure(`There is no pod of ${workload.namespace}/${workload.app} ${workload.version ?? ''}`.trimEnd())
  }
  return pods
}

function shopPod({ metadata, spec, status }: PodObject): ShopPod {
  const { podIP = '', conditions = [], containerStatuses = [] } = status
  const name = spec.containers.map((container) => container.name).find((one) => one !== 'istio-proxy') ?? 'istio-proxy'
  const container = containerStatuses.find((one) => one.name === name)
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    ip: podIP,
    app: { name, isReady: container?.ready === true, isRunning: container?.state?.running !== undefined },
    isReady: conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True'),
  }
}

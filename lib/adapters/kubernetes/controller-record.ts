import { type ObjectKey, objectKey } from './object-key.ts'
import { environmentValue, type PodMeshFacts, podMeshFacts } from './pod-mesh-facts.ts'
import { integer, list, own, record, text, textMap } from './read-json.ts'

/** A Deployment, StatefulSet or DaemonSet: what it wants and what its pods will look like. */
export interface ControllerRecord extends ObjectKey, PodMeshFacts {
  kind: string
  podLabels: Record<string, string>
  /** False when the template refuses injection by label or annotation. */
  isInjectable: boolean
  desiredPods?: number
  readyPods: number
  rolledOutAt?: string
  /** The cluster id an istiod of this Deployment serves under. */
  istiodClusterId?: string
}

export const trimDeployment = (object: unknown) => trimController('Deployment', object)
export const trimStatefulSet = (object: unknown) => trimController('StatefulSet', object)
export const trimDaemonSet = (object: unknown) => trimController('DaemonSet', object)

function trimController(kind: string, object: unknown): ControllerRecord | undefined {
  const key = objectKey(object)
  if (key === undefined) {
    return undefined
  }
  const spec = record(record(object).spec)
  const status = record(record(object).status)
  const template = record(spec.template)
  const metadata = record(template.metadata)
  const podLabels = textMap(metadata.labels)
  const desiredPods = integer(kind === 'DaemonSet' ? status.desiredNumberScheduled : spec.replicas)
  const rolledOutAt = rolloutTime(status)
  const istiodClusterId = own(podLabels, 'app') === 'istiod' ? clusterIdOfIstiod(template) : undefined
  return {
    ...key,
    ...podMeshFacts(template),
    kind,
    podLabels,
    isInjectable:
      (own(podLabels, 'sidecar.istio.io/inject') ?? own(textMap(metadata.annotations), 'sidecar.istio.io/inject')) !==
      'false',
    readyPods: integer(kind === 'DaemonSet' ? status.numberReady : status.readyReplicas) ?? 0,
    ...(desiredPods === undefined ? {} : { desiredPods }),
    ...(rolledOutAt === undefined ? {} : { rolledOutAt }),
    ...(istiodClusterId === undefined ? {} : { istiodClusterId }),
  }
}

/** A Deployment's condition `Progressing` is renewed by a rollout's progress, not by scaling or restarts of pods. */
function rolloutTime(status: Record<string, unknown>): string | undefined {
  const progressing = list(status.conditions)
    .map(record)
    .find(({ type }) => type === 'Progressing')
  return text(progressing?.lastUpdateTime)
}

function clusterIdOfIstiod(template: Record<string, unknown>): string | undefined {
  for (const container of list(record(template.spec).containers)) {
    const value = environmentValue(container, 'CLUSTER_ID')
    if (value !== undefined) {
      return value
    }
  }
  return undefined
}

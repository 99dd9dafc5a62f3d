import type { MeshNamespace, MeshWorkload } from '../../domain/mesh/inventory.ts'
import { canonicalName } from './canonical-name.ts'
import type { ControllerRecord } from './controller-record.ts'
import type { NamespaceRecord } from './namespace-record.ts'
import { own } from './read-json.ts'
import type { PodRecord } from './to-pod.ts'

/** Labels that tell one pod of a workload from the next, or where it happens to run. */
const perPodLabels = new Set([
  'pod-template-hash',
  'rollouts-pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'controller-uid',
  'job-name',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
])

interface Group {
  namespace: string
  name: string
  kind: string
  controller?: ControllerRecord
  pods: PodRecord[]
}

/** Workloads from controllers, also those scaled to zero, and from pods whose owner is not listed (Jobs, bare pods, custom kinds). */
export function toWorkloads(
  sources: {
    namespaces: Iterable<NamespaceRecord>
    controllers: Iterable<ControllerRecord>
    pods: Iterable<PodRecord>
  },
  cluster: string,
): MeshWorkload[] {
  const injectionByNamespace = new Map<string, MeshNamespace['injection']>()
  for (const namespace of sources.namespaces) {
    injectionByNamespace.set(namespace.name, namespace.injection)
  }
  const groups = group(sources.controllers, sources.pods)
  return groups.map((one) => toWorkload(one, cluster, injectionByNamespace.get(one.namespace) ?? 'none'))
}

function group(controllers: Iterable<ControllerRecord>, pods: Iterable<PodRecord>): Group[] {
  const groups = new Map<string, Group>()
  for (const controller of controllers) {
    const { namespace, name, kind } = controller
    groups.set(groupKey(namespace, kind, name), { namespace, name, kind, controller, pods: [] })
  }
  for (const pod of pods) {
    const key = groupKey(pod.namespace, pod.owner.kind, pod.owner.name)
    const known = groups.get(key) ?? { namespace: pod.namespace, ...pod.owner, pods: [] }
    known.pods.push(pod)
    groups.set(key, known)
  }
  return [...groups.values()]
}

const groupKey = (namespace: string, kind: string, name: string) => `${namespace}\u0000${kind}\u0000${name}`

function toWorkload(one: Group, cluster: string, injection: MeshNamespace['injection']): MeshWorkload {
  const { namespace, name, kind, controller, pods } = one
  const podLabels = { ...sharedLabels(pods), ...controller?.podLabels }
  return {
    cluster,
    namespace,
    name,
    kind,
    ...canonicalName(podLabels, name),
    role: roleOf(one),
    podLabels,
    membership: membershipOf(one, injection),
    ...(controller?.desiredPods === undefined ? {} : { desiredPods: controller.desiredPods }),
    readyPods: controller?.readyPods ?? pods.filter((pod) => pod.isReady).length,
    ...(controller?.rolledOutAt === undefined ? {} : { rolledOutAt: controller.rolledOutAt }),
  }
}

function roleOf({ controller, pods }: Group): MeshWorkload['role'] {
  const roles = [...pods, ...(controller === undefined ? [] : [controller])].map((facts) => facts.role)
  return roles.find((role) => role !== 'workload') ?? 'workload'
}

/** What its pods are; while there are none, what the template or the namespace will make of them. */
function membershipOf({ controller, pods }: Group, injection: MeshNamespace['injection']): MeshWorkload['membership'] {
  if (pods.length > 0) {
    const memberships = new Set(pods.map((pod) => pod.membership))
    return memberships.has('sidecar') ? 'sidecar' : memberships.has('ambient') ? 'ambient' : 'none'
  }
  if (controller === undefined || controller.membership !== 'none') {
    return controller?.membership ?? 'none'
  }
  const isNodeProxy = own(controller.podLabels, 'app') === 'ztunnel'
  return isNodeProxy || (injection === 'sidecar' && !controller.isInjectable) ? 'none' : injection
}

/** Labels that all pods have in common; those the injector adds are on pods only. */
function sharedLabels(pods: PodRecord[]): Record<string, string> {
  const [first, ...rest] = pods
  if (first === undefined) {
    return {}
  }
  return Object.fromEntries(
    Object.entries(first.labels).filter(
      ([key, value]) => !perPodLabels.has(key) && rest.every((pod) => own(pod.labels, key) === (value || undefined)),
    ),
  )
}

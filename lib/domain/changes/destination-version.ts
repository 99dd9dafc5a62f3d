import { selects } from '../graph/selects.ts'
import type { MeshService, MeshWorkload } from '../mesh/inventory.ts'
import {
  type DestinationRule,
  effectiveDestinationRules,
  hasLabels,
  subsetLabels,
} from '../routing/destination-rule.ts'
import type { WeightedDestination } from '../routing/virtual-service.ts'
import { subsetNamesOf } from './change-names.ts'
import type { ChangeScene } from './change-scene.ts'
import { versionLabelsOf } from './version-label.ts'

type Destination = WeightedDestination['destination']

/** Where a destination leads, seen from the service: one version of it, all of it, or elsewhere. */
export type DestinationSight =
  | {
      kind: 'version'
      version: string
      /** Nobody defines its subset, which has the name a change would define it by. */
      isUndefined?: true
    }
  | { kind: 'whole' }
  | { kind: 'stranger' }

/**
 * What a qualified destination is to the service. A subset, or a Service of its own that selects only pods of one version
 * of the service, is that version; the host without a subset is the whole service.
 */
export function destinationSight(scene: ChangeScene, destination: Destination): DestinationSight {
  const service = destinationService(scene, destination.host)
  if (service === undefined || service.namespace !== scene.service.namespace) {
    return { kind: 'stranger' }
  }
  const isOwn = service === scene.service
  if (isOwn && !destination.subset) {
    return { kind: 'whole' }
  }
  const labels = destination.subset ? subsetLabels(rulesFor(scene, service), destination.subset) : {}
  const behind = isOwn ? scene.workloads : workloadsBehind(scene, service)
  const chosen = labels === undefined ? [] : behind.filter(({ podLabels }) => hasLabels(podLabels, labels))
  const version = onlyVersion(chosen)
  const promised = isOwn && labels === undefined ? promisedVersion(scene, destination.subset) : undefined
  if (promised !== undefined) {
    return { kind: 'version', version: promised, isUndefined: true }
  }
  return version !== undefined && chosen.every((workload) => scene.workloads.includes(workload))
    ? { kind: 'version', version }
    : { kind: 'stranger' }
}

/** The version without a subset whose subset would get this name. */
function promisedVersion(scene: ChangeScene, subset: string | undefined): string | undefined {
  return promisedSubsets(scene).find(({ name }) => name === subset)?.version
}

/**
 * The subset that each version without one would get, where a label tells its pods; names differ from one another and from
 * those in force, as of two of one name the first defined counts.
 */
export function promisedSubsets(
  scene: ChangeScene,
): { version: string; name: string; labels: Record<string, string> }[] {
  const taken = new Set(rulesFor(scene, scene.service).flatMap(({ subsets }) => subsets.map(({ name }) => name)))
  return versionsOf(scene).flatMap(({ version }) => {
    const labels = subsetOf(scene, version) === undefined ? versionLabelsOf(version, scene.workloads) : undefined
    if (labels === undefined) {
      return []
    }
    const [plain, marked] = subsetNamesOf(version)
    const name = taken.has(plain) ? marked : plain
    taken.add(name)
    return [{ version, name, labels }]
  })
}

/** The Service a destination's host means, `reviews.prod` included, which Istio itself would not find. */
function destinationService({ services, table }: ChangeScene, host: string): MeshService | undefined {
  const found =
    table.hosts.get(host) ?? table.hosts.get(`${host}.svc.cluster.local`) ?? table.hosts.get(`${host}.cluster.local`)
  return found && services.find(({ name, namespace }) => name === found.name && namespace === found.namespace)
}

/** DestinationRules of a service as clients of this namespace obey them; absent: of the service's own. */
export function rulesFor(
  { table }: ChangeScene,
  service: MeshService,
  client: { namespace: string; podLabels?: Record<string, string> } = { namespace: service.namespace },
): DestinationRule[] {
  const { name, namespace } = service
  return effectiveDestinationRules(table.destinationRules, {
    host: `${name}.${namespace}.svc.cluster.local`,
    hostNamespace: namespace,
    clientNamespace: client.namespace,
    clientLabels: client.podLabels ?? {},
    rootNamespace: table.rootNamespace,
  })
}

/**
 * The subset in force for a version: it selects workloads of that version and of no other; the one that selects most of
 * them, then the first defined.
 */
export function subsetOf(scene: ChangeScene, version: string): string | undefined {
  const subsets = rulesFor(scene, scene.service).flatMap((rule) => rule.subsets)
  const fitting = subsets
    .filter(({ name }, index) => subsets.findIndex((other) => other.name === name) === index)
    .map(({ name, labels }) => ({ name, chosen: scene.workloads.filter((one) => hasLabels(one.podLabels, labels)) }))
    .filter(({ chosen }) => onlyVersion(chosen) === version)
  return fitting.toSorted((a, b) => b.chosen.length - a.chosen.length)[0]?.name
}

function onlyVersion(workloads: readonly MeshWorkload[]): string | undefined {
  const versions = new Set(workloads.map(({ version }) => version))
  return versions.size === 1 ? [...versions][0] : undefined
}

function workloadsBehind({ inventory, cluster }: ChangeScene, service: MeshService): MeshWorkload[] {
  return inventory.workloads.filter(
    (workload) =>
      workload.cluster === cluster &&
      workload.namespace === service.namespace &&
      selects(service.selector, workload.podLabels),
  )
}

/** Versions of the service's workloads with their ready pods, sorted. */
export function versionsOf({ workloads }: Pick<ChangeScene, 'workloads'>): { version: string; readyPods: number }[] {
  const names = new Set(workloads.flatMap(({ version }) => version ?? []))
  return [...names].sort().map((version) => ({
    version,
    readyPods: workloads
      .filter((workload) => workload.version === version)
      .reduce((sum, workload) => sum + workload.readyPods, 0),
  }))
}

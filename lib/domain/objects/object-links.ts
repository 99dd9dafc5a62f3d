import { parseAuthority } from '../graph/authority.ts'
import { selects } from '../graph/selects.ts'
import type { Inventory, MeshObject, MeshWorkload } from '../mesh/inventory.ts'
import type { KubernetesObject } from '../mesh/kubernetes-object.ts'
import { readDestinationRule } from '../routing/destination-rule.ts'
import { qualifiedHost } from '../routing/host-name.ts'
import type { LinkTarget, ObjectLink } from './object-view.ts'

type Path = (string | number)[]

interface Place {
  inventory: Inventory
  cluster: string
  /** Where short names of the object are looked up. */
  namespace: string
  kind: string
  name: string
  /** Objects of other kinds by each host they speak of, and rules by theirs: a route may name thousands of hosts. */
  speaking: ReadonlyMap<string, MeshObject[]>
  rules: ReadonlyMap<string, { object: MeshObject; subsets: ReadonlySet<string> }[]>
}

/** Of each sort that one field leads to. */
const shownTargets = 8

/**
 * Where the fields of a mesh object lead: hosts to their Service and to what else speaks of that host, subsets to the
 * DestinationRule that defines them and on to the workloads they select, gateways, delegates and references to their
 * objects, selectors to the workloads. Only what the inventory of the cluster knows is linked.
 */
export function objectLinks(cluster: string, object: KubernetesObject, inventory: Inventory): ObjectLink[] {
  const { namespace = '', name } = object.metadata
  const here = placeOf({ inventory, cluster, namespace, kind: object.kind, name })
  const links: ObjectLink[] = []
  visit(object.spec, ['spec'], (value, path) => {
    const targets = targetsOf(here, value, path, object)
    if (targets.length > 0) {
      links.push({ path, targets })
    }
  })
  return links
}

function placeOf(place: Omit<Place, 'speaking' | 'rules'>): Place {
  const others = objectsIn(place)
  const speaking = others
    .filter(({ kind }) => kind !== place.kind)
    .flatMap((object) => [...new Set(hostsOf(object))].map((host) => ({ host, object })))
  const rules = others.flatMap((object) => {
    const rule = object.kind === 'DestinationRule' ? readDestinationRule(object) : undefined
    return rule === undefined
      ? []
      : [{ host: rule.host, object, subsets: new Set(rule.subsets.map(({ name }) => name)) }]
  })
  const bySpoken = [...Map.groupBy(speaking, ({ host }) => host)]
  return {
    ...place,
    speaking: new Map(bySpoken.map(([host, found]) => [host, found.map(({ object }) => object)])),
    rules: Map.groupBy(rules, ({ host }) => host),
  }
}

function visit(value: unknown, path: Path, see: (value: unknown, path: Path) => void): void {
  see(value, path)
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : isRecord(value)
      ? Object.entries(value)
      : []
  for (const [key, inner] of entries) {
    visit(inner, [...path, key], see)
  }
}

function targetsOf(here: Place, value: unknown, path: Path, object: KubernetesObject): LinkTarget[] {
  const key = path.at(-1)
  const owner = path.at(-2)
  if (typeof value === 'string') {
    if (key === 'host' || owner === 'hosts') {
      return hostTargets(here, value)
    }
    if (key === 'subset') {
      return subsetTargets(here, value, at(object, [...path.slice(0, -1), 'host']))
    }
    if (owner === 'gateways') {
      return value === 'mesh' ? [] : named(here, 'Gateway', value)
    }
    if (key === 'name') {
      return referenceTargets(here, value, at(object, path.slice(0, -1)), owner, path.at(-3))
    }
    return []
  }
  const labels = textMap(value)
  return labels === undefined ? [] : workloadTargets(here, selectedBy(here, labels, key, path, object))
}

function hostTargets(here: Place, text: string): LinkTarget[] {
  const { inventory, cluster } = here
  const host = qualifiedHost(text, here.namespace)
  const asked = parseAuthority(text, here.namespace).service
  const services = inventory.services.filter(
    (service) => service.cluster === cluster && service.namespace === asked?.namespace && service.name === asked.name,
  )
  return [
    ...services.map(({ namespace, name }) => ({ kind: 'service' as const, cluster, namespace, name })),
    ...(here.speaking.get(host) ?? []).slice(0, shownTargets).map(toObject),
  ]
}

function hostsOf({ kind, namespace, spec }: MeshObject): string[] {
  const written = kind === 'DestinationRule' ? [spec.host] : spec.hosts
  const isNamed = kind === 'DestinationRule' || kind === 'VirtualService' || kind === 'ServiceEntry'
  return isNamed && Array.isArray(written)
    ? written.flatMap((host) => (typeof host === 'string' ? [qualifiedHost(host, namespace)] : []))
    : []
}

function subsetTargets(here: Place, subset: string, host: unknown): LinkTarget[] {
  if (typeof host !== 'string') {
    return []
  }
  const wanted = qualifiedHost(host, here.namespace)
  return (here.rules.get(wanted) ?? [])
    .filter(({ subsets }) => subsets.has(subset))
    .slice(0, shownTargets)
    .map(({ object }) => toObject(object))
}

/** `delegate`, `targetRef`, `parentRefs`, `backendRefs` and the like: something that is named, with or without a kind. */
function referenceTargets(
  here: Place,
  name: string,
  reference: unknown,
  key: string | number | undefined,
  list: string | number | undefined,
): LinkTarget[] {
  if (!isRecord(reference)) {
    return []
  }
  const namespace = typeof reference.namespace === 'string' ? reference.namespace : here.namespace
  if (key === 'delegate') {
    return named(here, 'VirtualService', `${namespace}/${name}`)
  }
  const isBackend = list === 'backendRefs'
  const kind = typeof reference.kind === 'string' ? reference.kind : isBackend ? 'Service' : undefined
  if (kind === 'Service') {
    return hostTargets(here, `${name}.${namespace}.svc.cluster.local`).filter((target) => target.kind === 'service')
  }
  return kind === undefined ? [] : named(here, kind, `${namespace}/${name}`)
}

function named(here: Place, kind: string, text: string): LinkTarget[] {
  const [name = '', namespace = here.namespace] = text.split('/').reverse()
  return objectsIn(here)
    .filter((object) => object.kind === kind && object.namespace === namespace && object.name === name)
    .map(toObject)
}

/** The workloads a map of labels selects; undefined where it selects nothing. A Gateway's selector looks everywhere. */
function selectedBy(
  here: Place,
  labels: Record<string, string>,
  key: string | number | undefined,
  path: Path,
  object: KubernetesObject,
): MeshWorkload[] {
  const own = here.inventory.workloads.filter(
    ({ cluster, podLabels }) => cluster === here.cluster && selects(labels, podLabels),
  )
  if (here.kind === 'Gateway' && key === 'selector') {
    return own
  }
  const isSelector = key === 'matchLabels' || (key === 'labels' && path.at(-2) === 'workloadSelector')
  if (isSelector) {
    return own.filter(({ namespace }) => namespace === here.namespace)
  }
  const isSubset = key === 'labels' && path.at(-3) === 'subsets'
  const host = isSubset ? at(object, ['spec', 'host']) : undefined
  const service = typeof host === 'string' ? parseAuthority(host, here.namespace).service : undefined
  const found = here.inventory.services.find(
    (one) => one.cluster === here.cluster && one.namespace === service?.namespace && one.name === service.name,
  )
  return found === undefined
    ? []
    : own.filter(({ namespace, podLabels }) => namespace === found.namespace && selects(found.selector, podLabels))
}

function workloadTargets({ cluster }: Place, workloads: readonly MeshWorkload[]): LinkTarget[] {
  return workloads.slice(0, shownTargets).map(({ namespace, name }) => ({ kind: 'workload', cluster, namespace, name }))
}

function toObject({ cluster, apiVersion, kind, namespace, name }: MeshObject): LinkTarget {
  return { kind: 'object', object: { cluster, apiVersion, kind, namespace, name } }
}

function objectsIn({ inventory, cluster, kind, namespace, name }: Omit<Place, 'speaking' | 'rules'>): MeshObject[] {
  const isItself = (one: MeshObject) => one.kind === kind && one.namespace === namespace && one.name === name
  return inventory.objects.filter((one) => one.cluster === cluster && !isItself(one))
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) => (isRecord(inner) || Array.isArray(inner) ? Reflect.get(inner, key) : undefined),
    value,
  )
}

function textMap(value: unknown): Record<string, string> | undefined {
  const entries = isRecord(value) ? Object.entries(value) : []
  return entries.length > 0 && entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')
    ? Object.fromEntries(entries)
    : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import type { Inventory, MeshObject, MeshWorkload } from '../mesh/inventory.ts'
import { isAskedFor, type MeshPlace, type PlaceFilter } from '../mesh/mesh-place.ts'
import type { UnixSeconds } from '../time.ts'
import type { MeshChange } from './overview.ts'

export interface ChangesQuestion extends PlaceFilter {
  from: UnixSeconds
  to: UnixSeconds
}

/**
 * Istio and Gateway API objects made or written to, and Deployments rolled out, between two moments; youngest first.
 * Each object tells only its last change, and none tells that it was removed.
 */
export function recentChanges(
  { objects, workloads }: Pick<Inventory, 'objects' | 'workloads'>,
  { from, to, ...asked }: ChangesQuestion,
): MeshChange[] {
  const isAsked = (place: MeshPlace) => isAskedFor(place, asked)
  return [...objects.filter(isAsked).map(changeOf), ...workloads.filter(isAsked).map(rolloutOf)]
    .filter((change) => change !== undefined)
    .filter(({ at }) => at > from && at <= to)
    .sort((a, b) => b.at - a.at || (nameOf(a) < nameOf(b) ? -1 : 1))
}

function changeOf({ cluster, namespace, name, kind, ...object }: MeshObject): MeshChange | undefined {
  const createdAt = secondOf(object.createdAt)
  const changedAt = secondOf(object.changedAt)
  // Whoever creates an object is often seen to write it once more within the second.
  const isNew = changedAt === undefined || (createdAt !== undefined && changedAt - createdAt < 2)
  const at = isNew ? createdAt : changedAt
  const by = object.changedBy
  return at === undefined
    ? undefined
    : { cluster, namespace, name, kind, at, what: isNew ? 'created' : 'changed', ...(by !== undefined && { by }) }
}

function rolloutOf({
  cluster,
  namespace,
  name,
  kind,
  rolledOutAt,
  readyPods,
  desiredPods,
}: MeshWorkload): MeshChange | undefined {
  const at = secondOf(rolledOutAt)
  return at === undefined
    ? undefined
    : {
        cluster,
        namespace,
        name,
        kind,
        at,
        what: 'rolled-out',
        readyPods,
        ...(desiredPods !== undefined && { desiredPods }),
      }
}

function secondOf(time: string | undefined): UnixSeconds | undefined {
  const milliseconds = Date.parse(time ?? '')
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000
}

function nameOf({ kind, cluster, namespace, name }: MeshChange): string {
  return [kind, cluster, namespace, name].join('/')
}

import { AppError, type ErrorCode, type ErrorParams } from '../../domain/errors.ts'
import { type KubernetesObject, type ObjectReference, referenceTo } from '../../domain/mesh/kubernetes-object.ts'
import { refuseBadNames, refuseBadReference } from '../../domain/mesh/refuse-bad-names.ts'
import type { UnixSeconds } from '../../domain/time.ts'
import type { Clock } from '../../ports/clock.ts'
import type { AccessQuestion, Cluster, Written } from '../../ports/cluster.ts'
import { demoClusterName } from './blueprint.ts'
import { admittedBy, demoKinds, isServed, refuseUnknownFields } from './demo-admission.ts'
import { type StoredObject, takenApart, wholeObject } from './stored-object.ts'
import type { DemoWorld } from './world.ts'

const manager = 'exantas'
const readVerbs: AccessQuestion['verb'][] = ['get', 'list', 'watch']

/** Single objects of the demo world: its API server serves Istio's kinds and change records, and everybody may write them. */
export function demoObjects(
  world: DemoWorld,
  clock: Clock,
): Pick<Cluster, 'read' | 'create' | 'replace' | 'remove' | 'mayDo'> {
  const find = (reference: ObjectReference) => world.findObject(reference, clock.now())

  return {
    async read(reference, signal) {
      signal?.throwIfAborted()
      refuseBadReference(reference)
      refuseUnserved(reference)
      const found = find(reference)
      if (found === undefined) {
        throw failure('not-found', reference, 'absent')
      }
      return wholeObject(found)
    },
    async create(cluster, given, { dryRun }, signal) {
      signal?.throwIfAborted()
      const reference = meantFor(world, cluster, given)
      if (given.metadata.resourceVersion !== undefined) {
        throw failure('invalid', reference, 'version-on-create')
      }
      refuseUnknownFields(given)
      admittedBy(takenApart(given).object)
      if (find(reference) !== undefined) {
        throw failure('conflict', reference, 'already-exists')
      }
      return stored(world, given, clock.now(), dryRun)
    },
    async replace(cluster, given, { dryRun }, signal) {
      signal?.throwIfAborted()
      const reference = meantFor(world, cluster, given)
      if (!given.metadata.resourceVersion) {
        throw failure('invalid', reference, 'missing-version')
      }
      refuseUnknownFields(given)
      refuseStale(find(reference), reference, given.metadata)
      return stored(world, given, clock.now(), dryRun)
    },
    async remove(reference, { dryRun, resourceVersion }, signal) {
      signal?.throwIfAborted()
      refuseBadReference(reference)
      refuseUnserved(reference)
      refuseStale(find(reference), reference, { resourceVersion })
      if (!dryRun) {
        world.removeObject(reference, clock.now())
      }
    },
    async mayDo(question, signal) {
      signal?.throwIfAborted()
      refuseOtherCluster(question.cluster)
      return isAllowed(question)
    },
  }
}

/** Everything with Istio's objects and the records of changes, looking at what the console shows, and nothing else. */
function isAllowed({ group, resource, subresource, verb }: AccessQuestion): boolean {
  const isRead = readVerbs.includes(verb)
  const isOurs = demoKinds.some((kind) => kind.group === group && kind.plural === resource)
  const isShown = group === '' || group === 'apps'
  return subresource === undefined
    ? isOurs || (isRead && isShown)
    : (isRead && subresource === 'log') || (group === 'exantas.dev' && isOurs && subresource === 'status')
}

/** What is stored, or would be. */
function stored(world: DemoWorld, given: KubernetesObject, now: UnixSeconds, dryRun: boolean): Written {
  const { object, remainder } = takenApart(given)
  const warnings = admittedBy(object)
  const writer = { manager, remainder }
  if (dryRun) {
    return { object: wholeObject(world.previewObject(object, now, writer)), warnings }
  }
  world.applyObject(object, now, writer)
  const found = world.findObject(object, now)
  return { object: found === undefined ? given : wholeObject(found), warnings }
}

function meantFor(world: DemoWorld, cluster: string, object: KubernetesObject): ObjectReference {
  const reference = referenceTo(cluster, object)
  refuseBadReference(reference)
  refuseUnserved(reference)
  if (!world.namespaces.includes(reference.namespace)) {
    throw failure('not-found', { ...reference, kind: 'Namespace', namespace: '', name: reference.namespace }, 'absent')
  }
  return reference
}

function refuseUnserved(reference: ObjectReference): void {
  const { cluster, namespace } = reference
  refuseOtherCluster(cluster)
  if (!isServed(reference)) {
    throw failure('not-found', reference, 'kind-not-served')
  }
  refuseBadNames({ namespace })
}

function refuseOtherCluster(cluster: string): void {
  if (cluster !== demoClusterName) {
    throw new AppError('not-found', { source: 'kubernetes', cluster, reason: 'no-such-cluster' })
  }
}

function refuseStale(
  found: StoredObject | undefined,
  reference: ObjectReference,
  { resourceVersion, uid }: { resourceVersion?: string | undefined; uid?: string | undefined },
): void {
  if (found === undefined) {
    throw failure('not-found', reference, 'absent')
  }
  const isOther = uid !== undefined && uid !== found.uid
  if (isOther || (resourceVersion !== undefined && resourceVersion !== found.object.resourceVersion)) {
    throw failure('conflict', reference, 'stale')
  }
}

function failure(code: ErrorCode, { cluster, kind, namespace, name }: ObjectReference, reason: string): AppError {
  const params: ErrorParams = { source: 'kubernetes', cluster, kind, namespace, name, reason }
  return new AppError(code, params)
}

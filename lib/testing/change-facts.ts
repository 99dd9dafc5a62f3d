import type { ChangeFacts } from '../domain/changes/change-facts.ts'
import type { ChangeSeverity } from '../domain/changes/change-finding.ts'
import type { ChangeIntent } from '../domain/changes/change-intent.ts'
import type { ChangePlan } from '../domain/changes/change-plan.ts'
import {
  type ChangeRecord,
  type ChangeRecordSpec,
  changeRecordApiVersion,
  changeRecordKind,
} from '../domain/changes/change-record.ts'
import { objectName } from '../domain/changes/change-scene.ts'
import { objectsToRead } from '../domain/changes/objects-to-read.ts'
import { planChange } from '../domain/changes/plan-change.ts'
import { planUndo } from '../domain/changes/plan-undo.ts'
import type { Inventory, MeshObject } from '../domain/mesh/inventory.ts'
import type { KubernetesObject } from '../domain/mesh/kubernetes-object.ts'
import { anInventory, anObject, aService, aWorkload } from './builders.ts'

/** An object of an inventory as an API server would answer it. */
export function wholeObject(object: MeshObject): KubernetesObject {
  const { apiVersion, kind, namespace, name, labels, annotations, createdAt, resourceVersion, spec } = object
  return structuredClone({
    apiVersion,
    kind,
    metadata: { namespace, name, labels, annotations, creationTimestamp: createdAt, resourceVersion },
    spec,
  })
}

/** All a plan for the intent needs, with whole objects in place of those the inventory has. */
export function factsFor(
  intent: ChangeIntent,
  inventory: Inventory,
  {
    record,
    whole = [],
    ...more
  }: Partial<ChangeFacts> & {
    record?: Pick<ChangeRecordSpec, 'writes'> | undefined
    whole?: KubernetesObject[]
  } = {},
): ChangeFacts {
  const fresh = objectsToRead(intent, inventory, record).map((reference) => {
    const known = inventory.objects.find((object) => objectName(object) === objectName(reference))
    const given = whole.find(
      ({ kind, metadata }) =>
        kind === reference.kind && metadata.namespace === reference.namespace && metadata.name === reference.name,
    )
    const object = given ?? (known && wholeObject(known))
    return { reference, ...(object && { object }) }
  })
  return { inventory, fresh, ...more }
}

/** The plan for an intent on an inventory, and its findings' rules by severity. */
export function planned(intent: ChangeIntent, inventory: Inventory, more: Parameters<typeof factsFor>[2] = {}) {
  return planChange(intent, factsFor(intent, inventory, more))
}

export function rulesOf({ findings }: Pick<ChangePlan, 'findings'>, severity: ChangeSeverity): string[] {
  return findings.filter((finding) => finding.severity === severity).map(({ rule }) => rule)
}

/** Shares of the first route a plan would leave behind, by version. */
export function sharesOf({ resulting }: Pick<ChangePlan, 'resulting'>): Record<string, number> {
  return Object.fromEntries((resulting[0]?.shares ?? []).map(({ version = '', share }) => [version, share]))
}

let version = 100

/** The inventory once a plan's writes are made, as an API server would keep it. */
export function written(inventory: Inventory, plan: Pick<ChangePlan, 'writes'>): Inventory {
  let { objects } = inventory
  for (const { reference, after } of plan.writes) {
    const isIt = (object: MeshObject) => objectName(object) === objectName(reference)
    const old = objects.find(isIt)
    const others = objects.filter((object) => !isIt(object))
    objects = after === undefined ? others : others.concat(stored(reference.cluster, after, old))
  }
  return { ...inventory, objects }
}

function stored(cluster: string, object: KubernetesObject, old: MeshObject | undefined): MeshObject {
  const { labels, annotations, namespace = '', name } = object.metadata
  const spec = structuredClone(object.spec)
  return anObject(object.kind, namespace, name, isSpec(spec) ? spec : {}, {
    cluster,
    apiVersion: object.apiVersion,
    labels: labels ?? {},
    annotations: annotations ?? {},
    createdAt: old?.createdAt ?? '2026-06-01T00:00:00Z',
    resourceVersion: String(++version),
  })
}

function isSpec(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

export const cartHost = 'cart.shop.svc.cluster.local'

/** The service `shop/cart` with ready pods of v1 and v2, callers in `shop` and `front`, and these objects. */
export function cartMesh(objects: MeshObject[] = [], parts: Partial<Inventory> = {}): Inventory {
  return anInventory({
    services: [aService('shop', 'cart'), aService('front', 'web')],
    workloads: [
      aWorkload('shop', 'cart', 'v1', { readyPods: 3 }),
      aWorkload('shop', 'cart', 'v2'),
      aWorkload('front', 'web', 'v1'),
    ],
    objects,
    ...parts,
  })
}

/** `cart`'s subsets by version, as a user's own rule. */
export function cartRule(versions: string[] = ['v1', 'v2'], fields: Partial<MeshObject> = {}): MeshObject {
  const subsets = versions.map((one) => ({ name: one, labels: { version: one } }))
  return anObject('DestinationRule', 'shop', 'cart', { host: 'cart', subsets }, fields)
}

/** A VirtualService for `cart`. */
export function cartRoutes(http: unknown[], fields: Partial<MeshObject> = {}, spec: Record<string, unknown> = {}) {
  return anObject('VirtualService', 'shop', 'cart-routes', { hosts: ['cart'], ...spec, http }, fields)
}

/** A weighted destination of `cart`. */
export function toCart(subset: string, weight?: number): Record<string, unknown> {
  return { destination: { host: 'cart', subset }, ...(weight !== undefined && { weight }) }
}

/** The record of a plan's writes. */
export function recordOf(plan: Pick<ChangePlan, 'intent' | 'writes' | 'split'>, name = 'change-1'): ChangeRecord {
  const { intent, writes, split } = plan
  return {
    apiVersion: changeRecordApiVersion,
    kind: changeRecordKind,
    metadata: { name, namespace: split.namespace },
    spec: {
      who: { name: 'ann' },
      at: '2026-11-21T20:00:00Z',
      cluster: split.cluster,
      service: split.service,
      intent,
      writes: writes.map(({ verb, reference, before, after }) => ({ verb, object: reference, before, after })),
    },
  }
}

/** The plan that takes a record back on an inventory. */
export function undone(record: ChangeRecord, inventory: Inventory): ChangePlan {
  const { namespace = '', name } = record.metadata
  const intent = { kind: 'undo' as const, namespace, service: record.spec.service, record: name }
  return planUndo(intent, record, factsFor(intent, inventory, { record: record.spec }))
}

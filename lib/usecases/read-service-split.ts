import type { OwnedObject } from '../domain/changes/ownership.ts'
import { ownershipOf } from '../domain/changes/ownership-of.ts'
import type { ServiceSplit } from '../domain/changes/service-split.ts'
import { serviceSplitOf } from '../domain/changes/service-split-of.ts'
import { AppError } from '../domain/errors.ts'
import { changeSummaryOf } from '../domain/follow-up/change-summary-of.ts'
import type { ServiceSplitView } from '../domain/follow-up/service-split-view.ts'
import type { WriteRight, WriteRights } from '../domain/follow-up/write-rights.ts'
import { findService } from '../domain/mesh/find-service.ts'
import type { Inventory, MeshObject } from '../domain/mesh/inventory.ts'
import { readDestinationRule } from '../domain/routing/destination-rule.ts'
import type { Ctx } from '../ports/ctx.ts'
import { readFresh } from './read-change-plan.ts'
import { readObservedSplit } from './read-observed-split.ts'

type Asked = Ctx<'cluster' | 'proxies' | 'records' | 'metrics' | 'clock' | 'writes'>

export interface SplitQuestion {
  namespace: string
  name: string
  cluster?: string | undefined
}

const istio = 'networking.istio.io'

/**
 * How a service's requests are divided, as set and as seen, who keeps the objects behind it and whether the viewer may
 * change them. Rejects with `not-found` where there is no such service, and with the inventory's own `AppError`; what else
 * cannot be read is left out.
 */
export async function readServiceSplit(ctx: Asked, question: SplitQuestion): Promise<ServiceSplitView> {
  const inventory = await ctx.cluster.inventory(ctx.signal)
  const { namespace, name } = question
  const isKnown = inventory.clusters.some(({ id }) => id === question.cluster)
  const cluster = findService(inventory, { cluster: isKnown ? question.cluster : undefined, namespace, name })?.cluster
  const split = serviceSplitOf({ cluster, namespace, service: name }, { inventory, fresh: [] })
  const objects = objectsBehind(split, inventory)
  const { latest, isRecorded, changedAt } = await readLatest(ctx, split)
  const [owners, rights, observed] = await Promise.all([
    readOwners(ctx, objects, inventory),
    readRights(ctx, split, objects),
    readObservedSplit(ctx, split, changedAt),
  ])
  return {
    takenAt: ctx.clock.now(),
    split,
    owners,
    rights,
    ...(isRecorded !== undefined && { isRecorded }),
    ...(observed !== undefined && { observed }),
    ...(latest !== undefined && { latest }),
    queue: ctx.writes.state(),
    notices: inventory.notices,
  }
}

/** The VirtualServices that decide on the service's requests and the DestinationRules of its host. */
function objectsBehind(split: ServiceSplit, { objects }: Inventory): MeshObject[] {
  const routing = new Set(split.virtualServices.map(({ namespace, name }) => `${namespace}/${name}`))
  return objects.filter(
    (object) =>
      object.cluster === split.cluster &&
      (object.kind === 'VirtualService'
        ? routing.has(`${object.namespace}/${object.name}`)
        : object.kind === 'DestinationRule' && readDestinationRule(object)?.host === split.host),
  )
}

async function readLatest(ctx: Ctx<'records'>, { cluster, namespace, service }: ServiceSplit) {
  try {
    const records = await ctx.records.list({ cluster, namespaces: [namespace], service }, ctx.signal)
    const latest = records[0] === undefined ? undefined : changeSummaryOf(records[0])
    const changedAt = records.map(changeSummaryOf).find((change) => change.appliedAt !== undefined)?.appliedAt
    return { latest, isRecorded: true, changedAt }
  } catch (error) {
    ctx.signal.throwIfAborted()
    if (!(error instanceof AppError)) {
      throw error
    }
    return { isRecorded: error.params.reason === 'records-not-installed' ? false : undefined }
  }
}

async function readOwners(
  ctx: Ctx<'cluster'>,
  objects: readonly MeshObject[],
  inventory: Inventory,
): Promise<OwnedObject[]> {
  const fresh = await Promise.all(
    objects.map(({ cluster, apiVersion, kind, namespace, name }) =>
      readFresh(ctx, { cluster, apiVersion, kind, namespace, name }).catch(() => undefined),
    ),
  )
  ctx.signal.throwIfAborted()
  return fresh.flatMap((one) =>
    one?.object === undefined ? [] : [{ object: one.reference, owner: ownershipOf(one.object, inventory) }],
  )
}

/** The rights that a change of the split needs: to write what is there, to create what is not, and to record it. */
async function readRights(
  ctx: Ctx<'cluster'>,
  { cluster, namespace }: ServiceSplit,
  objects: readonly MeshObject[],
): Promise<WriteRights> {
  const updates = objects.map(
    (object): WriteRight => ({
      verb: 'update',
      group: istio,
      resource: object.kind === 'VirtualService' ? 'virtualservices' : 'destinationrules',
      namespace: object.namespace,
    }),
  )
  const creates = (['virtualservices', 'destinationrules'] as const)
    .filter((resource) => !updates.some((right) => right.resource === resource))
    .map((resource): WriteRight => ({ verb: 'create', group: istio, resource, namespace }))
  const record: WriteRight = { verb: 'create', group: 'exantas.dev', resource: 'changerecords', namespace }
  const asked = new Map([...updates, ...creates, record].map((right) => [JSON.stringify(right), right]))
  const answers = await Promise.all(
    [...asked.values()].map(async (right) => ({
      right,
      // Not known is not forbidden: the write itself will tell.
      isAllowed: await ctx.cluster.mayDo({ cluster, ...right }, ctx.signal).catch(() => true),
    })),
  )
  const missing = answers.flatMap(({ right, isAllowed }) => (isAllowed ? [] : [right]))
  return { isAllowed: missing.length === 0, missing }
}

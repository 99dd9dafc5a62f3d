import type { ChangeFacts, FreshObject } from '../domain/changes/change-facts.ts'
import type { ChangeIntent } from '../domain/changes/change-intent.ts'
import type { ChangePlan } from '../domain/changes/change-plan.ts'
import type { ChangeRecord } from '../domain/changes/change-record.ts'
import { objectsToRead } from '../domain/changes/objects-to-read.ts'
import { planChange } from '../domain/changes/plan-change.ts'
import { planUndo } from '../domain/changes/plan-undo.ts'
import { refuseBadIntent } from '../domain/changes/refuse-bad-intent.ts'
import { AppError } from '../domain/errors.ts'
import { clusterMeant } from '../domain/mesh/cluster-meant.ts'
import { findService } from '../domain/mesh/find-service.ts'
import type { Inventory } from '../domain/mesh/inventory.ts'
import type { ObjectReference } from '../domain/mesh/kubernetes-object.ts'
import type { Ctx } from '../ports/ctx.ts'

type Asked = Ctx<'cluster' | 'proxies' | 'records'>

/** An intent planned on the objects as they are now, with all that the plan was made from. */
export interface PlannedIntent {
  intent: ChangeIntent
  plan: ChangePlan
  facts: ChangeFacts
  /** The record that is taken back, for an undo. */
  undone?: ChangeRecord
}

/**
 * What an intent comes to: the inventory tells which objects matter, these are read past its cache, and the plan is made
 * from them. Rejects as `planChange` and `planUndo` do, and with what keeps an object or the record from being read.
 */
export async function readChangePlan(ctx: Asked, asked: ChangeIntent): Promise<PlannedIntent> {
  refuseBadIntent(asked)
  const inventory = await ctx.cluster.inventory(ctx.signal)
  const { cluster, intent } = placed(inventory, asked)
  if (intent.kind !== 'undo') {
    const facts = await readChangeFacts(ctx, intent, inventory)
    return { intent, plan: planChange(intent, facts), facts }
  }
  const place = { cluster, namespace: intent.namespace, name: intent.record }
  const undone = await ctx.records.read(place, ctx.signal)
  const facts = await readChangeFacts(ctx, intent, inventory, undone)
  return { intent, plan: planUndo(intent, undone, facts), facts, undone }
}

/** All that a plan for the intent is made from, fresh. */
export async function readChangeFacts(
  ctx: Ctx<'cluster' | 'proxies'>,
  intent: ChangeIntent,
  inventory: Inventory,
  record?: Pick<ChangeRecord, 'spec'>,
): Promise<ChangeFacts> {
  const references = objectsToRead(intent, inventory, record?.spec)
  const cluster = references[0]?.cluster ?? inventory.clusters[0]?.id ?? ''
  const [fresh, istioVersion] = await Promise.all([
    Promise.all(references.map((reference) => readFresh(ctx, reference))),
    ctx.proxies.istioVersion(cluster, ctx.signal),
  ])
  return { inventory, fresh, istioVersion }
}

/** One object past the cache; one that is not there, or of a kind nobody serves, is told without it. */
export async function readFresh(ctx: Ctx<'cluster'>, reference: ObjectReference): Promise<FreshObject> {
  try {
    return { reference, object: await ctx.cluster.read(reference, ctx.signal) }
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') {
      return { reference }
    }
    throw error
  }
}

/** Pages name clusters as telemetry does; what is written is named as Kubernetes' side names it. */
function placed(inventory: Inventory, asked: ChangeIntent): { cluster: string; intent: ChangeIntent } {
  const { cluster: given, ...rest } = asked
  const known = clusterMeant(inventory, given)
  const found = findService(inventory, { cluster: known, namespace: asked.namespace, name: asked.service })
  const cluster = known ?? found?.cluster ?? inventory.clusters[0]?.id ?? ''
  return { cluster, intent: { ...rest, cluster } as ChangeIntent }
}

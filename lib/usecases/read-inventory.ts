import { AppError } from '../domain/errors.ts'
import type { Inventory } from '../domain/mesh/inventory.ts'
import type { Ctx } from '../ports/ctx.ts'

/** After this an API server that is still silent is answered without. */
const inventoryDeadlineSeconds = 5

/** What stands in for an inventory that could not be read. */
export const nothingKnown: Inventory = {
  clusters: [],
  namespaces: [],
  services: [],
  workloads: [],
  pods: [],
  objects: [],
  notices: [],
}

/** The inventory in the time a person waits, or why not; an abort and anything that is no `AppError` throws. */
export function readInventory(ctx: Ctx<'cluster' | 'clock'>): Promise<Settled<Inventory>> {
  return settledRead(ctx, inDueTime(ctx, ctx.cluster.inventory(ctx.signal)))
}

/** The inventory, or `timeout` when the first list takes longer than a person waits; a later question finds it read. */
async function inDueTime(ctx: Ctx<'clock'>, inventory: Promise<Inventory>): Promise<Inventory> {
  const done = new AbortController()
  const deadline = ctx.clock.sleep(inventoryDeadlineSeconds, AbortSignal.any([ctx.signal, done.signal])).then(() => {
    throw new AppError('timeout', { source: 'kubernetes', timeoutSeconds: inventoryDeadlineSeconds })
  })
  try {
    return await Promise.race([inventory, deadline])
  } finally {
    done.abort()
  }
}

/** A value, or why there is none. */
export type Settled<Value> = { value: Value } | { failure: AppError }

/** Domain failures as data; an abort and anything that is no `AppError` still throws. */
export async function settledRead<Value>(ctx: { signal: AbortSignal }, read: Promise<Value>): Promise<Settled<Value>> {
  try {
    return { value: await read }
  } catch (error) {
    ctx.signal.throwIfAborted()
    if (error instanceof AppError) {
      return { failure: error }
    }
    throw error
  }
}

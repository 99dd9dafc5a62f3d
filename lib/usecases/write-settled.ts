import type { ChangeRecord, RecordedWrite } from '../domain/changes/change-record.ts'
import { serviceSplitOf } from '../domain/changes/service-split-of.ts'
import { acknowledgedTypeOf } from '../domain/follow-up/acknowledgement.ts'
import { clientNamespaces } from '../domain/follow-up/client-namespaces.ts'
import type { Ctx } from '../ports/ctx.ts'
import { writeAcknowledged } from './write-acknowledged.ts'

export type Writing = Ctx<'cluster' | 'proxies' | 'records' | 'clock' | 'log'>

/** Waits until the service's clients have one write of a change, so that the next may stand on it; as `writeAcknowledged`. */
export async function writeSettled(
  ctx: Writing,
  { spec, metadata }: ChangeRecord,
  write: RecordedWrite,
  since: number,
): Promise<void> {
  const inventory = await ctx.cluster.inventory(ctx.signal)
  const target = { cluster: spec.cluster, namespace: metadata.namespace ?? '', service: spec.service }
  const split = serviceSplitOf(target, { inventory, fresh: [] })
  const namespaces = clientNamespaces(split, inventory)
  const type = acknowledgedTypeOf(write.object.kind)
  await writeAcknowledged(ctx, { cluster: spec.cluster, type, since, namespaces })
}

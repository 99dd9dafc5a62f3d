import type { ChangeRecord } from '../domain/changes/change-record.ts'
import type { ServiceSplit } from '../domain/changes/service-split.ts'
import { AppError } from '../domain/errors.ts'
import { secondsOf } from '../domain/follow-up/change-summary-of.ts'
import type { Ctx } from '../ports/ctx.ts'

/** Longer than any two writes are apart while somebody sees to them. */
const abandonedAfterSeconds = 120

/**
 * Resolves when nothing stands in a change's way: rejects with `conflict` (`in-progress`) while another change of the
 * service still has writes to make that build on each other. Who wrote between them could take away what the next needs.
 */
export async function readClearWay(
  ctx: Ctx<'records' | 'clock'>,
  { cluster, namespace, service }: Pick<ServiceSplit, 'cluster' | 'namespace' | 'service'>,
): Promise<void> {
  const records = await ctx.records.list({ cluster, namespaces: [namespace], service }, ctx.signal)
  const now = ctx.clock.now()
  const running = records.find(
    (record) => isBetweenWrites(record) && now - (secondsOf(record.spec.at) ?? 0) < abandonedAfterSeconds,
  )
  if (running !== undefined) {
    const { name } = running.metadata
    throw new AppError('conflict', { what: name, reason: 'in-progress', record: name, who: running.spec.who.name })
  }
}

function isBetweenWrites({ spec, status }: ChangeRecord): boolean {
  return (status?.phase ?? 'planned') === 'planned' && spec.writes.length > 1
}

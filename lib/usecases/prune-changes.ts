import type { ChangeRecord } from '../domain/changes/change-record.ts'
import { objectName } from '../domain/changes/change-scene.ts'
import type { Ctx } from '../ports/ctx.ts'

const keptForEachObject = 200

/**
 * Forgets the oldest records of a service: each is kept while it is among the newest 200 of one of its objects, or not
 * over. Returns how many went.
 */
export async function pruneChanges(
  ctx: Ctx<'records'>,
  { cluster, namespace, service }: { cluster: string; namespace: string; service: string },
): Promise<number> {
  const records = await ctx.records.list({ cluster, namespaces: [namespace], service }, ctx.signal)
  const old = records.filter(isTooOld(records))
  for (const { metadata } of old) {
    await ctx.records.remove({ cluster, namespace, name: metadata.name }, ctx.signal)
  }
  return old.length
}

function isTooOld(newestFirst: readonly ChangeRecord[]): (record: ChangeRecord) => boolean {
  const counts = new Map<string, number>()
  const kept = new Set<ChangeRecord>()
  for (const record of newestFirst) {
    const names = record.spec.writes.map(({ object }) => objectName(object))
    if (names.some((name) => (counts.get(name) ?? 0) < keptForEachObject)) {
      kept.add(record)
    }
    for (const name of names) {
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
  }
  return (record) => !kept.has(record) && (record.status?.phase ?? 'planned') !== 'planned'
}

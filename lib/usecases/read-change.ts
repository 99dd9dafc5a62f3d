import type { ChangeRecord, ChangeRecordStatus } from '../domain/changes/change-record.ts'
import { objectName } from '../domain/changes/change-scene.ts'
import { diffObjects } from '../domain/changes/diff-objects.ts'
import type { ServiceSplit } from '../domain/changes/service-split.ts'
import { serviceSplitOf } from '../domain/changes/service-split-of.ts'
import { AppError } from '../domain/errors.ts'
import { acknowledgedTypeOf } from '../domain/follow-up/acknowledgement.ts'
import { changeSummaryOf, secondsOf } from '../domain/follow-up/change-summary-of.ts'
import type { ChangeView } from '../domain/follow-up/change-view.ts'
import { clientNamespaces } from '../domain/follow-up/client-namespaces.ts'
import { type Findings, lightsOf } from '../domain/follow-up/lights-of.ts'
import { clusterMeant } from '../domain/mesh/cluster-meant.ts'
import type { Inventory } from '../domain/mesh/inventory.ts'
import { readableObject } from '../domain/objects/readable-object.ts'
import type { RecordPlace } from '../ports/change-records.ts'
import type { Ctx } from '../ports/ctx.ts'
import { readObservedSplit } from './read-observed-split.ts'
import { patienceSeconds } from './write-acknowledged.ts'

type Asked = Ctx<'cluster' | 'proxies' | 'records' | 'metrics' | 'clock' | 'writes'>

/** How long a change that nobody can acknowledge is given. */
const over: ReadonlySet<ChangeRecordStatus['phase']> = new Set(['undone', 'failed', 'planned'])

/** `cluster` absent: the first. */
export type ChangeQuestion = Omit<RecordPlace, 'cluster'> & { cluster?: string | undefined }

/**
 * One change: what it wrote, and its three lights as they are now. What cannot be asked now is left out, the record still
 * tells what was found before. Rejects as `ChangeRecords.read` does.
 */
export async function readChange(ctx: Asked, { cluster, namespace, name }: ChangeQuestion): Promise<ChangeView> {
  const inventory = await ctx.cluster.inventory(ctx.signal)
  const place = { cluster: clusterMeant(inventory, cluster) ?? inventory.clusters[0]?.id ?? '', namespace, name }
  const record = await ctx.records.read(place, ctx.signal)
  return readChangeView(ctx, record, inventory)
}

/** A record that is known already, as `readChange` shows it. */
export async function readChangeView(ctx: Asked, record: ChangeRecord, known?: Inventory): Promise<ChangeView> {
  const inventory = known ?? (await ctx.cluster.inventory(ctx.signal))
  const findings = await readFindings(ctx, record, inventory)
  return {
    ...changeSummaryOf(record),
    writes: record.spec.writes.map(({ verb, object, before, after }, index) => {
      const resourceVersion = record.status?.resourceVersions?.[index]
      return {
        verb,
        object,
        acknowledgedBy: acknowledgedTypeOf(object.kind),
        ...(resourceVersion !== undefined && { resourceVersion }),
        diff: diffObjects(before && readableObject(before), after && readableObject(after)),
      }
    }),
    lights: lightsOf(record, findings),
    queue: ctx.writes.state(),
  }
}

/** What proxies and traffic show of a change now; nothing of one that is over or not written. */
export async function readFindings(
  ctx: Ctx<'proxies' | 'records' | 'metrics' | 'clock'>,
  record: ChangeRecord,
  inventory: Inventory,
): Promise<Findings> {
  const split = splitOf(record, inventory)
  const appliedAt = secondsOf(record.status?.appliedAt)
  if (split === undefined || appliedAt === undefined || over.has(record.status?.phase ?? 'planned')) {
    return { waitedSeconds: patienceSeconds }
  }
  const [proxies, observed] = await Promise.all([
    record.status?.acknowledgedAt === undefined ? readLastAcknowledgement(ctx, record, split, inventory) : undefined,
    (await isNewest(ctx, record)) ? readObservedSplit(ctx, split, appliedAt) : undefined,
  ])
  return { proxies, observed, waitedSeconds: Math.min(patienceSeconds, ctx.clock.now() - appliedAt) }
}

function splitOf({ spec, metadata }: ChangeRecord, inventory: Inventory): ServiceSplit | undefined {
  const target = { cluster: spec.cluster, namespace: metadata.namespace ?? '', service: spec.service }
  try {
    return serviceSplitOf(target, { inventory, fresh: [] })
  } catch (error) {
    if (error instanceof AppError) {
      return undefined
    }
    throw error
  }
}

function readLastAcknowledgement(
  ctx: Ctx<'proxies'>,
  { spec, status }: ChangeRecord,
  split: ServiceSplit,
  inventory: Inventory,
) {
  const last = spec.writes.at(-1)
  const type = acknowledgedTypeOf(last?.object.kind ?? '')
  const since = secondsOf(status?.appliedAt) ?? 0
  const namespaces = clientNamespaces(split, inventory)
  return ctx.proxies.acknowledgement({ cluster: spec.cluster, type, since, namespaces }, ctx.signal)
}

/** Traffic shows the last change that was written; what it showed of those before, their records remember. */
async function isNewest(ctx: Ctx<'records'>, { spec, metadata }: ChangeRecord): Promise<boolean> {
  const { cluster, service } = spec
  const query = { cluster, namespaces: [metadata.namespace ?? ''], service }
  const records = await ctx.records.list(query, ctx.signal).catch(() => [])
  const objects = new Set(spec.writes.map(({ object }) => objectName(object)))
  const newest = records.find(
    (other) =>
      other.status?.appliedAt !== undefined && other.spec.writes.some(({ object }) => objects.has(objectName(object))),
  )
  return newest === undefined || newest.metadata.name === metadata.name
}

import type { ChangeRecord, ChangeRecordStatus } from '../domain/changes/change-record.ts'
import { objectName } from '../domain/changes/change-scene.ts'
import { reverterOf } from '../domain/changes/reverter-of.ts'
import { isoMoment, secondsOf } from '../domain/follow-up/change-summary-of.ts'
import { lightsOf } from '../domain/follow-up/lights-of.ts'
import type { RecordPlace } from '../ports/change-records.ts'
import type { Ctx } from '../ports/ctx.ts'
import { readFindings } from './read-change.ts'
import { readFresh } from './read-change-plan.ts'
import { writeStatus } from './write-status.ts'

type Asked = Ctx<'cluster' | 'proxies' | 'records' | 'metrics' | 'clock' | 'log'>

const ownManager = 'exantas'
/** A tool that writes back does so within its interval; Argo CD's own is three minutes. */
const followedSeconds = 600

/**
 * Looks once at what became of a change that was written, and notes in its record what is new: acknowledged, seen in
 * traffic, or written over by another manager. False when there is no more to look for: it was taken back, reverted,
 * followed by another change of the same objects, or is ten minutes old.
 */
export async function followChange(ctx: Asked, place: RecordPlace): Promise<boolean> {
  const record = await ctx.records.read(place, ctx.signal)
  const { status } = record
  const appliedAt = secondsOf(status?.appliedAt)
  if (appliedAt === undefined || status?.phase === 'undone' || status?.phase === 'failed') {
    return false
  }
  if (await isFollowedByAnother(ctx, record)) {
    return false
  }
  const revertedBy = await readReverter(ctx, record)
  const findings = await readFindings(ctx, record, await ctx.cluster.inventory(ctx.signal))
  const lights = lightsOf(record, findings)
  const now = isoMoment(ctx.clock.now())
  const isAcknowledged = status?.acknowledgedAt === undefined && lights.acknowledged.state === 'on'
  const isSeen = status?.seenAt === undefined && lights.seen.state === 'on'
  const news: Partial<ChangeRecordStatus> = {
    ...(isAcknowledged && { acknowledgedAt: now, phase: 'acknowledged' as const }),
    ...(isSeen && { seenAt: now, phase: 'seen' as const }),
    ...(revertedBy !== undefined && { revertedBy }),
  }
  if (Object.keys(news).length > 0) {
    ctx.log.info('change followed', { ...place, ...news })
    await writeStatus(ctx, record, news)
  }
  return revertedBy === undefined && ctx.clock.now() - appliedAt < followedSeconds
}

async function isFollowedByAnother(ctx: Ctx<'records'>, { spec, metadata }: ChangeRecord): Promise<boolean> {
  const query = { cluster: spec.cluster, namespaces: [metadata.namespace ?? ''], service: spec.service }
  const own = new Set(spec.writes.map(({ object }) => objectName(object)))
  const records = await ctx.records.list(query, ctx.signal)
  const newest = records.find(
    ({ spec: other, status }) =>
      (status?.resourceVersions ?? []).length > 0 && other.writes.some(({ object }) => own.has(objectName(object))),
  )
  return newest !== undefined && newest.metadata.name !== metadata.name
}

async function readReverter(ctx: Ctx<'cluster'>, { spec }: ChangeRecord): Promise<string | undefined> {
  for (const { object, after } of spec.writes) {
    const { object: now } = await readFresh(ctx, object)
    if (after !== undefined && now === undefined) {
      return 'unknown'
    }
    const reverter = after !== undefined && now !== undefined ? reverterOf(after, now, ownManager) : undefined
    if (reverter !== undefined) {
      return reverter.manager
    }
  }
  return undefined
}

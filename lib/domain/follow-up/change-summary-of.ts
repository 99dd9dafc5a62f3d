import type { ChangeRecord } from '../changes/change-record.ts'
import type { ChangeSummary } from './change-view.ts'

/** Seconds since 1970 as the API server writes moments. */
export function isoMoment(seconds: number): string {
  return new Date(Math.round(seconds * 1000)).toISOString()
}

/** Unix seconds of such a text; undefined where there is none. */
export function secondsOf(moment: string | undefined): number | undefined {
  return moment === undefined ? undefined : Date.parse(moment) / 1000
}

/** A record in one row. */
export function changeSummaryOf({ metadata, spec, status }: ChangeRecord): ChangeSummary {
  const { who, at, reason, cluster, service, intent, writes, override, undoes } = spec
  const phase = status?.phase ?? 'planned'
  const weights = intent.kind === 'set-weights' ? sharesOf(intent.weights) : undefined
  const moments = {
    appliedAt: secondsOf(status?.appliedAt),
    acknowledgedAt: secondsOf(status?.acknowledgedAt),
    seenAt: secondsOf(status?.seenAt),
    endedAt: secondsOf(status?.endedAt),
  }
  return {
    cluster,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    service,
    who: who.name,
    at: secondsOf(at) ?? 0,
    ...present({ reason, override, undoes, weights, ...moments }),
    intent,
    phase,
    objects: writes.map(({ object }) => object),
    ...present({ undoneBy: status?.undoneBy, revertedBy: status?.revertedBy, failure: status?.failure }),
    canUndo: phase !== 'planned' && phase !== 'undone' && (status?.resourceVersions ?? []).length > 0,
  }
}

function sharesOf(weights: Record<string, number>): { version: string; share: number }[] {
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0)
  return total > 0 ? Object.entries(weights).map(([version, weight]) => ({ version, share: weight / total })) : []
}

type Present<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> }

function present<Fields extends object>(fields: Fields): Present<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<Fields>
}

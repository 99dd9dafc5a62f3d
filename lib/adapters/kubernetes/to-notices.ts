import type { Notice } from '../../domain/notice.ts'
import type { FailureCode } from './api-failure.ts'
import { discoveryResource, type SourceState } from './source-health.ts'

type Failing = SourceState & { failure: NonNullable<SourceState['failure']> }

const gravity: FailureCode[] = ['unauthenticated', 'forbidden', 'timeout', 'unavailable', 'gone', 'absent']

const noticeCode = (code: FailureCode): Notice['code'] => (code === 'gone' || code === 'absent' ? 'unavailable' : code)

/**
 * What a cluster's sources lack. Each source refused by RBAC has its own notice. The rest: one notice for the cluster
 * when nothing of it answers, else one per code with its resources, `stale` where earlier objects are still shown.
 */
export function toNotices(cluster: string, states: SourceState[], isOverdue: (since: number) => boolean): Notice[] {
  const failing = states.filter(isFailing)
  const refused = failing.filter((state) => state.failure.code === 'forbidden')
  const broken = failing.filter((state) => state.failure.code !== 'forbidden')
  const late = states.filter((state) => state.state === 'starting' && isOverdue(state.since))
  const isAnswering = states.some((state) => state.state === 'ok' && state.resource !== discoveryResource)
  return [
    ...refused.map(
      ({ resource, failure, since }): Notice => ({
        source: 'kubernetes',
        code: 'forbidden',
        cluster,
        since,
        params: { verb: failure.verb, resource },
      }),
    ),
    ...(isAnswering ? partial(cluster, broken, late) : total(cluster, broken, late)),
  ]
}

function partial(cluster: string, broken: Failing[], late: SourceState[]): Notice[] {
  const byCode = new Map<Notice['code'], SourceState[]>()
  for (const state of broken) {
    const code = state.wasRead ? 'stale' : noticeCode(state.failure.code)
    byCode.set(code, [...(byCode.get(code) ?? []), state])
  }
  if (late.length > 0) {
    byCode.set('timeout', [...(byCode.get('timeout') ?? []), ...late])
  }
  return [...byCode].map(([code, states]) => ({
    source: 'kubernetes',
    code,
    cluster,
    since: earliest(states),
    params: { resources: states.map((state) => state.resource) },
  }))
}

function total(cluster: string, broken: Failing[], late: SourceState[]): Notice[] {
  const silent = [...broken, ...late]
  if (silent.length === 0) {
    return []
  }
  const failure = gravest(broken)?.failure ?? { code: 'timeout' as const, reason: 'no-answer' }
  return [
    {
      source: 'kubernetes',
      code: noticeCode(failure.code),
      cluster,
      since: earliest(silent),
      params: { reason: failure.reason },
    },
  ]
}

const earliest = (states: SourceState[]) => Math.min(...states.map((state) => state.since))

function isFailing(state: SourceState): state is Failing {
  return state.failure !== undefined
}

/** The failure to speak of when everything fails. */
export function gravest<T extends SourceState>(states: T[]): (T & Failing) | undefined {
  return states
    .filter((state): state is T & Failing => isFailing(state))
    .sort((a, b) => gravity.indexOf(a.failure.code) - gravity.indexOf(b.failure.code))[0]
}

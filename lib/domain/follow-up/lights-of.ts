import type { ChangeRecord } from '../changes/change-record.ts'
import type { Acknowledgement } from './acknowledgement.ts'
import { secondsOf } from './change-summary-of.ts'
import type { ChangeLights, LightState } from './change-view.ts'
import type { ObservedSplit } from './observed-split.ts'

/** What was found out about a change just now; absent where it was not asked. */
export interface Findings {
  proxies?: Acknowledgement | undefined
  observed?: ObservedSplit | undefined
  /** How long was waited where nobody could be asked. */
  waitedSeconds: number
}

/** The three lights of a record: what it remembers before what is seen now. */
export function lightsOf({ status }: Pick<ChangeRecord, 'status'>, findings: Findings): ChangeLights {
  const [appliedAt, acknowledgedAt, seenAt] = [status?.appliedAt, status?.acknowledgedAt, status?.seenAt].map(secondsOf)
  const isWritten = appliedAt !== undefined
  const { proxies, observed, waitedSeconds } = findings
  return {
    accepted: { state: acceptedState(status, isWritten), ...(isWritten && { at: appliedAt }) },
    acknowledged: {
      state: acknowledgedAt !== undefined ? 'on' : isWritten ? acknowledgedState(proxies) : 'off',
      ...(acknowledgedAt !== undefined && { at: acknowledgedAt }),
      ...(proxies !== undefined && { proxies }),
      ...(proxies?.state === 'unknown' && { waitedSeconds }),
    },
    seen: {
      state: isWritten ? seenState(observed, seenAt !== undefined) : 'off',
      ...(seenAt !== undefined && { at: seenAt }),
      ...(observed !== undefined && { observed }),
    },
  }
}

function acceptedState(status: ChangeRecord['status'], isWritten: boolean): LightState {
  return isWritten ? 'on' : status?.phase === 'failed' ? 'bad' : 'waiting'
}

function acknowledgedState(proxies: Acknowledgement | undefined): LightState {
  switch (proxies?.state) {
    case 'acknowledged':
      return 'on'
    case 'waiting':
      return 'waiting'
    case 'rejected':
      return 'bad'
    default:
      return 'unknown'
  }
}

/** Traffic shows a split when no side contradicts it and one has counted enough. */
export function seenState(observed: ObservedSplit | undefined, wasSeen: boolean): LightState {
  const verdicts = (observed?.reporters ?? []).flatMap(({ ratio }) => (ratio === undefined ? [] : [ratio.verdict]))
  if (verdicts.includes('mismatch')) {
    return 'bad'
  }
  if (wasSeen || verdicts.includes('consistent')) {
    return 'on'
  }
  if (verdicts.includes('too-few') || observed?.notJudged === 'not-measured') {
    return 'waiting'
  }
  return 'unknown'
}

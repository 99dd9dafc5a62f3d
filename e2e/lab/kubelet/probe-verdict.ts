import type { ProbeSpec } from './pod.ts'

export type ProbeKind = 'startup' | 'readiness' | 'liveness'

/** Turns single answers of a probe into a verdict that changes only after enough equal ones in a row. */
export interface ProbeVerdict {
  readonly isUp: boolean
  /** Answers whether this answer turned the verdict, or confirmed a failure that has consequences. */
  record(isOk: boolean): boolean
}

/** A container counts as alive until its liveness probe says otherwise, and as neither started nor ready until told so. */
export function probeVerdict(kind: ProbeKind, { successThreshold = 1, failureThreshold = 3 }: ProbeSpec): ProbeVerdict {
  let isUp = kind === 'liveness'
  let last: boolean | undefined
  let inARow = 0
  return {
    get isUp() {
      return isUp
    },
    record(isOk) {
      inARow = isOk === last ? inARow + 1 : 1
      last = isOk
      const isEnough = inARow >= (isOk ? successThreshold : failureThreshold)
      if (!isEnough) {
        return false
      }
      const turned = isOk !== isUp || (!isOk && kind === 'startup')
      isUp = isOk
      return turned
    },
  }
}

interface ProbeTiming {
  initialDelayMs: number
  periodMs: number
  timeoutMs: number
}

/** Periods as the pod wants them but never above two seconds: whoever looks at the lab sees a change at once. */
const longestPeriodMs = 2_000
/** Until a container is ready its readiness is asked twice a second, so that starting the shop takes no longer than it must. */
const eagerPeriodMs = 500

export function probeTiming(kind: ProbeKind, spec: ProbeSpec, isUp: boolean): ProbeTiming {
  const { initialDelaySeconds = 0, periodSeconds = 10, timeoutSeconds = 1 } = spec
  const longest = kind === 'readiness' && !isUp ? eagerPeriodMs : longestPeriodMs
  return {
    initialDelayMs: initialDelaySeconds * 1000,
    periodMs: Math.min(periodSeconds * 1000, longest),
    timeoutMs: timeoutSeconds * 1000,
  }
}

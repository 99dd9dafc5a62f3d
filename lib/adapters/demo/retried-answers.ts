import type { Answer } from './call-answers.ts'
import type { CallOutcome } from './call-outcomes.ts'
import { noDelay } from './duration-mix.ts'

interface Attempted {
  outcome: CallOutcome
  answers: Answer[]
}

/**
 * What becomes of a call's requests when failed attempts are made again at another pod of the same subset: the caller's
 * proxy counts the last attempt alone, each callee's its own. The time of earlier attempts is left out.
 */
export function withRetries(calls: Attempted[]): Attempted[] {
  const targets = Map.groupBy(calls, ({ outcome }) => targetOf(outcome))
  return [...targets].flatMap(([target, attempted]) => (target === undefined ? attempted : retried(attempted)))
}

/** Attempts of one request stay in the subset that was picked for the first. */
function targetOf({ retries, workload, known, subset, timeoutMs, injectedDelayMs, isCopy }: CallOutcome) {
  return retries === undefined || workload === undefined || isCopy
    ? undefined
    : [known?.host, subset, timeoutMs, injectedDelayMs, retries.attempts, retries.on.join()].join('|')
}

function retried(target: Attempted[]): Attempted[] {
  const { attempts = 0, on = [] } = target[0]?.outcome.retries ?? {}
  const isTriedAgain = ({ source }: Answer) => source !== undefined && on.some((reason) => covers(reason, source))
  const all = target.reduce((sum, { outcome }) => sum + outcome.share, 0)
  const places = target.map(({ outcome, answers }) => ({
    share: outcome.share / all,
    pods: outcome.workload?.readyPods ?? 0,
    failing: answers.filter(isTriedAgain).reduce((sum, { share }) => sum + share, 0),
  }))
  const visits = visitsTo(places, Math.min(attempts, mostAttempts))
  return target.map(({ outcome, answers }, at) => {
    const share = places[at]?.share ?? 1
    const { every, last } = visits[at] ?? { every: share, last: 0 }
    return {
      outcome,
      answers: answers.flatMap((answer) =>
        isTriedAgain(answer)
          ? [givenUp(answer, last / share), unseen(answer, (every - last) / share)]
          : [{ ...answer, share: (answer.share * every) / share }],
      ),
    }
  })
}

interface Place {
  /** Of first attempts. */
  share: number
  pods: number
  /** Of the attempts it gets, those after which another follows. */
  failing: number
}

const mostAttempts = 5

/** How many of a target's requests each place sees, and how many on their last attempt; no pod is tried twice. */
function visitsTo(places: Place[], attempts: number): { every: number; last: number }[] {
  const visits = places.map(() => ({ every: 0, last: 0 }))
  const visit = (seen: number[], share: number, left: number): void => {
    const open = places.map(({ pods }, at) => pods - (seen[at] ?? 0))
    const openPods = open.reduce((sum, pods) => sum + pods, 0)
    for (const [at, place] of places.entries()) {
      const isFirst = left === attempts
      const here = share * (isFirst || openPods === 0 ? place.share : (open[at] ?? 0) / openPods)
      const known = visits[at]
      if (here > 0 && known !== undefined) {
        known.every += here
        known.last += left === 0 ? here : 0
        if (left > 0 && place.failing > 0) {
          visit(
            seen.map((count, index) => count + Number(index === at)),
            here * place.failing,
            left - 1,
          )
        }
      }
    }
  }
  visit(
    places.map(() => 0),
    1,
    attempts,
  )
  return visits
}

function givenUp(answer: Answer, factor: number): Answer {
  const { source } = answer
  return {
    ...answer,
    share: answer.share * factor,
    ...(source !== undefined && { source: { ...source, flags: ['URX', ...source.flags] } }),
  }
}

/** A failed attempt that another followed: the caller never hears of it. */
function unseen({ source: _source, ...answer }: Answer, factor: number): Answer {
  return { ...answer, share: answer.share * factor, isFailure: false, delays: noDelay, isAttempt: true }
}

const grpcReasons: Record<string, string> = {
  cancelled: '1',
  'deadline-exceeded': '4',
  'resource-exhausted': '8',
  internal: '13',
  unavailable: '14',
}

/** Whether `retryOn` names an answer, as far as the demo gives such. */
function covers(reason: string, { code, grpcStatus, flags }: NonNullable<Answer['source']>): boolean {
  const isTimedOut = flags.includes('UT')
  const status = Number(code)
  return (
    !isTimedOut &&
    ((reason === '5xx' && status >= 500) ||
      (reason === 'gateway-error' && status >= 502 && status <= 504) ||
      reason === code ||
      (grpcStatus !== undefined && grpcReasons[reason] === grpcStatus))
  )
}

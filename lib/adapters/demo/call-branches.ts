import type { MeshObject } from '../../domain/mesh/inventory.ts'
import type { Blueprint, DemoCall, DemoWorkload } from './blueprint.ts'
import { type Answer, callAnswers, type Standing, standingOf } from './call-answers.ts'
import { type CallOutcome, callOutcomes } from './call-outcomes.ts'
import { bothDelays, type Delay, gathered, isNone, noDelay } from './duration-mix.ts'
import { type MeshRules, meshRules } from './mesh-rules.ts'
import { withRetries } from './retried-answers.ts'

/** One call of a workload with all that becomes of it. */
export interface Branch {
  call: DemoCall
  outcomes: CallOutcome[]
}

export type Branches = Map<DemoWorkload, Branch[]>

/** Where the calls of every workload go while the configuration stands. */
export function callBranches(blueprint: Blueprint, objects: MeshObject[]): { branches: Branches; rules: MeshRules } {
  const rules = meshRules(blueprint, objects)
  const callsOf = Map.groupBy(blueprint.calls, ({ caller }) => caller)
  const branches = new Map(
    blueprint.workloads.map((workload) => [
      workload,
      (callsOf.get(appOf(workload)) ?? []).map((call) => ({ call, outcomes: callOutcomes(rules, workload, call) })),
    ]),
  )
  return { branches, rules }
}

/** What becomes of every outcome, callees judged before their callers; a loop is cut where it closes. */
export function branchAnswers(
  { workloads, hostsDown = [] }: Blueprint,
  branches: Branches,
): { answersOf: Map<CallOutcome, Answer[]>; standings: Map<DemoWorkload, Standing> } {
  const standings = new Map<DemoWorkload, Standing>()
  const answersOf = new Map<CallOutcome, Answer[]>()
  const visit = (workload: DemoWorkload): Standing => {
    const known = standings.get(workload)
    if (known !== undefined) {
      return known
    }
    standings.set(workload, standingOf(workload, 0, noDelay))
    let survives = 1
    let waits = noDelay
    for (const { call, outcomes } of branches.get(workload) ?? []) {
      const attempted = outcomes.map((outcome) => {
        const callee = outcome.workload === undefined ? undefined : visit(outcome.workload)
        return { outcome, answers: callAnswers(call, outcome, callee, hostsDown) }
      })
      const ends = withRetries(attempted).flatMap(({ outcome, answers }) => {
        answersOf.set(outcome, answers)
        const felt = answers.filter(({ source }) => source !== undefined)
        return felt.map((answer) => ({ ...answer, share: answer.share * outcome.share }))
      })
      survives *= call.isCritical ? 1 - Math.min(1, call.perRequest * failingShare(ends)) : 1
      waits = bothDelays(waits, waitsFor(call, ends))
    }
    const own = workload.ownAnswers.reduce((sum, { share }) => sum + share, 0)
    const standing = standingOf(workload, (1 - own) * (1 - survives), waits)
    standings.set(workload, standing)
    return standing
  }
  workloads.forEach(visit)
  return { answersOf, standings }
}

function failingShare(answers: Answer[]): number {
  return answers.reduce((sum, { share, isFailure }) => sum + (isFailure ? share : 0), 0)
}

/** How much longer than usual one request of the caller lasts for the sake of a call. */
function waitsFor({ perRequest }: DemoCall, answers: Answer[]): readonly Delay[] {
  if (answers.every(({ delays }) => isNone(delays))) {
    return noDelay
  }
  const called = Math.min(1, perRequest)
  const times = Math.max(1, perRequest)
  return gathered([
    { share: 1 - called, addedMs: 0 },
    ...answers.flatMap(({ share, delays }) =>
      delays.map((delay) => ({ share: called * share * delay.share, addedMs: times * delay.addedMs })),
    ),
  ])
}

export function appOf({ namespace, app }: DemoWorkload): string {
  return `${namespace}/${app}`
}

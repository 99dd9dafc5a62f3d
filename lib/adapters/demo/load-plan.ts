import type { MeshObject } from '../../domain/mesh/inventory.ts'
import type { Blueprint, DemoCall, DemoWorkload } from './blueprint.ts'
import type { Answer, Standing } from './call-answers.ts'
import { appOf, type Branches, branchAnswers, callBranches } from './call-branches.ts'
import type { CallOutcome } from './call-outcomes.ts'
import { meanOf } from './latency-law.ts'
import type { MeshRules } from './mesh-rules.ts'
import { overflowShare, type PoolOf } from './pool-limits.ts'

/** Requests of one caller workload that share a callee and what became of them before it, by demand. */
export interface PlannedCall {
  caller: DemoWorkload
  call: DemoCall
  outcome: CallOutcome
  /** Requests per request of each demand. */
  perDemand: number[]
  answers: Answer[]
}

/**
 * How requests spread over the mesh while its configuration stands: every entry's demand runs down the call tree, each
 * call routed by the mesh objects. A loop that a route makes carries its traffic round once.
 */
export function loadPlan(
  blueprint: Blueprint,
  objects: MeshObject[],
): { calls: PlannedCall[]; entryOf: MeshRules['entryOf'] } {
  const { branches, rules } = callBranches(blueprint, objects)
  const { answersOf, standings } = branchAnswers(blueprint, branches)
  const calls = spreadLoad(blueprint, branches, answersOf)
  const { entryOf, poolOf } = rules
  if (poolOf === undefined) {
    return { calls, entryOf }
  }
  const overflowing = withOverflow(blueprint, { branches, calls, standings, poolOf })
  const { answersOf: answers } = branchAnswers(blueprint, overflowing)
  return { calls: spreadLoad(blueprint, overflowing, answers), entryOf }
}

function spreadLoad(blueprint: Blueprint, branches: Branches, answersOf: Map<CallOutcome, Answer[]>): PlannedCall[] {
  const load = new Map<DemoWorkload, number[]>()
  for (const [index, entry] of blueprint.entries.entries()) {
    const starters = blueprint.workloads.filter((workload) => appOf(workload) === entry.caller)
    for (const starter of starters) {
      const share = (entry.surge ?? 1) / starters.length
      add(
        load,
        starter,
        blueprint.entries.map((_, at) => (at === index ? share : 0)),
      )
    }
  }
  const plan: PlannedCall[] = []
  for (const caller of callersFirst(blueprint.workloads, branches)) {
    const arriving = load.get(caller)
    if (arriving === undefined) {
      continue
    }
    for (const { call, outcomes } of branches.get(caller) ?? []) {
      for (const outcome of outcomes) {
        const perDemand = arriving.map((share) => share * call.perRequest * outcome.share)
        const answers = answersOf.get(outcome) ?? []
        plan.push({ caller, call, outcome, perDemand, answers })
        if (outcome.workload !== undefined && isServed(outcome)) {
          const tries = outcome.retries === undefined ? 1 : triesOf(answers)
          add(
            load,
            outcome.workload,
            perDemand.map((share) => share * tries),
          )
        }
      }
    }
  }
  return plan
}

/** How often a request arrives, further attempts at other workloads' failures included. */
function triesOf(answers: Answer[]): number {
  return answers.reduce((sum, { share, destination }) => sum + (destination === undefined ? 0 : share), 0)
}

/** Whether the callee's app gets the requests. */
function isServed({ workload, proxyAnswer, isDenied }: CallOutcome): boolean {
  return proxyAnswer === undefined && !isDenied && workload?.crash === undefined
}

/** Splits off what finds no place in a connection pool at the busiest hour of an ordinary day: such requests meet no workload. */
function withOverflow(
  { entries }: Blueprint,
  {
    branches,
    calls,
    standings,
    poolOf,
  }: { branches: Branches; calls: PlannedCall[]; standings: Map<DemoWorkload, Standing>; poolOf: PoolOf },
): Branches {
  const perSecondOf = new Map(
    calls.map(({ outcome, perDemand }) => [
      outcome,
      perDemand.reduce((sum, share, index) => sum + share * (entries[index]?.demand.noonPerSecond ?? 0), 0),
    ]),
  )
  const split = (caller: DemoWorkload, { protocol }: DemoCall, outcome: CallOutcome): CallOutcome[] => {
    const { known, workload, subset, share } = outcome
    const standing = workload && standings.get(workload)
    const limits = known && poolOf(caller, known, subset)
    if (limits === undefined || standing === undefined || protocol !== 'http' || caller.membership === 'none') {
      return [outcome]
    }
    const perProxy = (perSecondOf.get(outcome) ?? 0) / Math.max(1, caller.readyPods)
    const over = overflowShare(limits, (perProxy * meanOf(standing.durations.source)) / 1_000)
    const proxyAnswer = { code: '503', grpcStatus: '14', flags: ['UO'], isFailure: true }
    return [
      { ...outcome, share: share * (1 - over) },
      { share: share * over, known, proxyAnswer },
    ]
  }
  return new Map(
    [...branches].map(([caller, own]) => [
      caller,
      own.map(({ call, outcomes }) => ({
        call,
        outcomes: outcomes.flatMap((outcome) => split(caller, call, outcome)),
      })),
    ]),
  )
}

/** Every workload after all that call it. */
function callersFirst(workloads: DemoWorkload[], branches: Branches): DemoWorkload[] {
  const seen = new Set<DemoWorkload>()
  const calleesFirst: DemoWorkload[] = []
  const visit = (workload: DemoWorkload) => {
    if (!seen.has(workload)) {
      seen.add(workload)
      for (const { workload: callee } of (branches.get(workload) ?? []).flatMap(({ outcomes }) => outcomes)) {
        if (callee !== undefined) {
          visit(callee)
        }
      }
      calleesFirst.push(workload)
    }
  }
  workloads.forEach(visit)
  return calleesFirst.reverse()
}

function add(load: Map<DemoWorkload, number[]>, workload: DemoWorkload, perDemand: number[]): void {
  const before = load.get(workload)
  load.set(
    workload,
    perDemand.map((share, index) => share + (before?.[index] ?? 0)),
  )
}

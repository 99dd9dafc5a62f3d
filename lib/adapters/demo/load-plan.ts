import type { MeshObject } from '../../domain/mesh/inventory.ts'
import { routingTable } from '../../domain/routing/routing-table.ts'
import type { Blueprint, DemoCall, DemoWorkload } from './blueprint.ts'
import { type CallOutcome, callOutcomes, endpointsOf } from './call-outcomes.ts'

type Protocol = DemoCall['protocol']

/** A kind of answer and the share of requests that get it. */
export interface Answer {
  code: string
  grpcStatus?: string
  share: number
}

/** Requests of one caller workload that share a callee and what became of them before it, by demand. */
export interface PlannedCall {
  caller: DemoWorkload
  call: DemoCall
  outcome: CallOutcome
  /** Requests per request of each demand. */
  perDemand: number[]
  /** What the callee answers; for a proxy's own answer that alone. */
  answers: Answer[]
}

interface Branch {
  call: DemoCall
  outcomes: CallOutcome[]
}

/**
 * How requests spread over the mesh while its configuration stands: every entry's demand runs down the call tree, each
 * call routed by the mesh objects. A loop that a route makes carries its traffic round once.
 */
export function loadPlan(blueprint: Blueprint, objects: MeshObject[]): PlannedCall[] {
  const branches = branchesOf(blueprint, objects)
  const failures = failureShares(blueprint, branches)
  const load = new Map<DemoWorkload, number[]>()
  for (const [index, entry] of blueprint.entries.entries()) {
    const starters = blueprint.workloads.filter((workload) => appOf(workload) === entry.caller)
    for (const starter of starters) {
      add(
        load,
        starter,
        blueprint.entries.map((_, at) => (at === index ? 1 / starters.length : 0)),
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
        plan.push({ caller, call, outcome, perDemand, answers: answersOf(outcome, call.protocol, failures) })
        if (outcome.workload !== undefined && outcome.proxyAnswer === undefined) {
          add(load, outcome.workload, perDemand)
        }
      }
    }
  }
  return plan
}

function branchesOf(blueprint: Blueprint, objects: MeshObject[]): Map<DemoWorkload, Branch[]> {
  const table = routingTable(blueprint.services, objects)
  const endpoints = endpointsOf(blueprint.services, blueprint.workloads)
  const callsOf = Map.groupBy(blueprint.calls, ({ caller }) => caller)
  return new Map(
    blueprint.workloads.map((workload) => [
      workload,
      (callsOf.get(appOf(workload)) ?? []).map((call) => ({
        call,
        outcomes: callOutcomes(table, endpoints, workload, call),
      })),
    ]),
  )
}

/** Share of a workload's requests that fail because of what it depends on. */
function failureShares(blueprint: Blueprint, branches: Map<DemoWorkload, Branch[]>): Map<DemoWorkload, number> {
  const passedOn = new Map<DemoWorkload, number>()
  const visit = (workload: DemoWorkload): number => {
    const known = passedOn.get(workload)
    if (known !== undefined) {
      return ownFailures(workload) + known
    }
    passedOn.set(workload, 0)
    let survives = 1
    for (const { call, outcomes } of branches.get(workload) ?? []) {
      if (call.isCritical) {
        const failing = outcomes.reduce((sum, { share, workload: callee, proxyAnswer }) => {
          const fails = proxyAnswer === undefined ? (callee === undefined ? 0 : visit(callee)) : +proxyAnswer.isFailure
          return sum + share * fails
        }, 0)
        survives *= 1 - Math.min(1, call.perRequest * failing)
      }
    }
    const own = ownAnswers(workload)
    passedOn.set(workload, (1 - own) * (1 - survives))
    return ownFailures(workload) + (1 - own) * (1 - survives)
  }
  blueprint.workloads.forEach(visit)
  return passedOn
}

function ownFailures({ ownAnswers }: DemoWorkload): number {
  return ownAnswers.reduce((sum, { share, isFailure }) => sum + (isFailure ? share : 0), 0)
}

function ownAnswers(workload: DemoWorkload): number {
  return workload.ownAnswers.reduce((sum, { share }) => sum + share, 0)
}

function answersOf(outcome: CallOutcome, protocol: Protocol, passedOn: Map<DemoWorkload, number>): Answer[] {
  if (protocol === 'tcp') {
    return [{ code: '', share: 1 }]
  }
  const isGrpc = protocol === 'grpc'
  const { proxyAnswer, workload } = outcome
  if (proxyAnswer !== undefined) {
    return [
      isGrpc ? { code: '200', grpcStatus: proxyAnswer.grpcStatus, share: 1 } : { code: proxyAnswer.code, share: 1 },
    ]
  }
  const success = { code: '200', ...(isGrpc ? { grpcStatus: '0' } : {}) }
  if (workload === undefined) {
    return [
      { ...success, share: 0.9996 },
      { code: '502', share: 0.0004 },
    ]
  }
  const failure = isGrpc ? { code: '200', grpcStatus: '13' } : { code: '500' }
  const passed = passedOn.get(workload) ?? 0
  const all = [
    { ...success, share: Math.max(0, 1 - ownAnswers(workload) - passed) },
    { ...failure, share: passed },
    ...workload.ownAnswers.map(({ code, grpcStatus, share }) => ({
      code,
      share,
      ...(isGrpc ? { grpcStatus: grpcStatus ?? '2' } : {}),
    })),
  ]
  const byStatus = Map.groupBy(all, ({ code, grpcStatus }: Answer) => `${code}/${grpcStatus ?? ''}`)
  return [...byStatus.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [{ ...first, share: rest.reduce((sum, { share }) => sum + share, first.share) }],
  )
}

/** Every workload after all that call it. */
function callersFirst(workloads: DemoWorkload[], branches: Map<DemoWorkload, Branch[]>): DemoWorkload[] {
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

function appOf({ namespace, app }: DemoWorkload): string {
  return `${namespace}/${app}`
}

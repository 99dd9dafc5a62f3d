import type { MeshObject } from '../../domain/mesh/inventory.ts'
import type { UnixSeconds } from '../../domain/time.ts'
import type { Blueprint } from './blueprint.ts'
import { type ConfigHistory, configHistory } from './config-history.ts'
import { dailyDemand, epoch } from './demand.ts'
import type { Flow } from './flow.ts'
import { grownMesh } from './grown-mesh.ts'
import { loadPlan } from './load-plan.ts'
import { plannedFlows } from './planned-flows.ts'

export interface DemoWorldOptions {
  /** Fixes every number of the world. */
  seed: number
  services: number
  /** The configuration before this second is the world's own and cannot be changed. */
  startedAt: UnixSeconds
}

/**
 * A simulated mesh: paper, configuration history and the law of its counters. What happened by a second depends on the
 * seed and the configuration up to that second alone; nothing is recorded.
 */
export interface DemoWorld extends Omit<Blueprint, 'objects'> {
  startedAt: UnixSeconds
  flows(): Iterable<Flow>
  /** The number of events expected of a flow by `second`. */
  expectedBy(second: UnixSeconds): (flow: Flow) => number
  objectsAt: ConfigHistory['at']
  findObject: ConfigHistory['find']
  previewObject: ConfigHistory['preview']
  applyObject: ConfigHistory['apply']
  removeObject: ConfigHistory['remove']
}

export function demoWorld({ seed, services, startedAt }: DemoWorldOptions): DemoWorld {
  const { objects: initial, ...blueprint } = grownMesh(services, seed)
  const demands = blueprint.entries.map(({ demand }) =>
    dailyDemand(demand.name, demand.noonPerSecond, demand.dayShare, seed),
  )
  const flows = new Map<string, Flow>()
  const totalsAt = (second: UnixSeconds) => demands.map((demand) => demand.since(second))
  const noonPerSecond = blueprint.entries.map(({ demand }) => demand.noonPerSecond)
  const follow = (objects: MeshObject[], from: UnixSeconds) => {
    const planned = plannedFlows(loadPlan({ ...blueprint, objects }, objects), { seed, noonPerSecond })
    const totals = totalsAt(from)
    const nothing = demands.map(() => 0)
    for (const [key, { flow }] of planned) {
      if (!flows.has(key)) {
        flows.set(key, { ...flow, spans: [] })
      }
    }
    for (const [key, flow] of flows) {
      continueFlow(flow, planned.get(key)?.shares ?? nothing, from, totals)
    }
  }
  follow(initial, epoch)
  const history = configHistory(initial, startedAt, follow)
  return {
    ...blueprint,
    startedAt,
    flows: () => flows.values(),
    expectedBy(second) {
      const totals = totalsAt(second)
      return (flow) => expectedEvents(flow, second, totals)
    },
    objectsAt: history.at,
    findObject: history.find,
    previewObject: history.preview,
    applyObject: history.apply,
    removeObject: history.remove,
  }
}

/** Appends a span, unless nothing changes for the flow. */
function continueFlow(flow: Flow, shares: number[], from: UnixSeconds, totals: number[]): void {
  const last = flow.spans.at(-1)
  if (last?.shares.every((share, index) => share === shares[index])) {
    return
  }
  const floor = expectedEvents(flow, from, totals)
  flow.spans.push({ from, shares, floor, offset: floor - weighted(shares, totals) })
}

function expectedEvents(flow: Flow, second: UnixSeconds, totals: number[]): number {
  for (let index = flow.spans.length - 1; index >= 0; index--) {
    const span = flow.spans[index]
    if (span !== undefined && span.from <= second) {
      return Math.max(span.floor, span.offset + weighted(span.shares, totals))
    }
  }
  return 0
}

function weighted(shares: number[], totals: number[]): number {
  let sum = 0
  for (let index = 0; index < shares.length; index++) {
    sum += (shares[index] ?? 0) * (totals[index] ?? 0)
  }
  return sum
}

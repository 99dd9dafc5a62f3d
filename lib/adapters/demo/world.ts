import { isDeepStrictEqual } from 'node:util'
import { AppError } from '../../domain/errors.ts'
import type { IncidentName } from '../../domain/incidents/incident.ts'
import type { MeshObject } from '../../domain/mesh/inventory.ts'
import type { UnixSeconds } from '../../domain/time.ts'
import type { Blueprint, DemoWorkload } from './blueprint.ts'
import { type ConfigHistory, configHistory } from './config-history.ts'
import { dailyDemand, epoch } from './demand.ts'
import { type FlowLedger, flowLedger } from './flow-ledger.ts'
import { grownMesh } from './grown-mesh.ts'
import { type IncidentHistory, incidentHistory } from './incident-history.ts'
import { loadPlan } from './load-plan.ts'
import { lawCache, plannedFlows } from './planned-flows.ts'
import { type PushHistory, pushHistory } from './push-history.ts'

export interface DemoWorldOptions {
  /** Fixes every number of the world. */
  seed: number
  services: number
  /** The configuration before this second is the world's own and cannot be changed. */
  startedAt: UnixSeconds
  /** Without the trouble that otherwise never ends. */
  isQuiet?: boolean
  /** What went wrong before the start, oldest first; what was not healed goes on. */
  incidents?: { name: IncidentName; startedAt: UnixSeconds; healedAt?: UnixSeconds }[]
}

/**
 * A simulated mesh: paper, configuration history, incidents and the law of its counters. What happened by a second
 * depends on the seed, the configuration and the incidents up to that second alone; nothing is recorded.
 */
export interface DemoWorld extends Omit<Blueprint, 'objects'>, Pick<FlowLedger, 'flows' | 'eventsBy' | 'countsBy'> {
  startedAt: UnixSeconds
  /** As the API server has them. */
  objectsAt: ConfigHistory['at']
  /** As the proxies go by them, a moment later. */
  objectsInForceAt: PushHistory['inForceAt']
  /** How a proxy stands to the configuration. */
  syncAt: PushHistory['syncAt']
  workloadsAt(second: UnixSeconds): DemoWorkload[]
  listObjects: ConfigHistory['list']
  findObject: ConfigHistory['find']
  previewObject: ConfigHistory['preview']
  applyObject: ConfigHistory['apply']
  removeObject: ConfigHistory['remove']
  /** Has one of the lab's incidents go on from a second on, which no change may have passed. */
  startIncident(name: IncidentName, second: UnixSeconds): void
  /** Ends it and takes back what it wrote, unless somebody has written over that. */
  healIncident(name: IncidentName, second: UnixSeconds): void
  incidentsAt: IncidentHistory['goingOn']
}

export function demoWorld({ seed, services, startedAt, isQuiet = false, incidents = [] }: DemoWorldOptions): DemoWorld {
  const usual = grownMesh(services, seed, { isQuiet })
  const { objects: initial, ...blueprint } = usual
  const demands = blueprint.entries.map(({ demand }) =>
    dailyDemand(demand.name, demand.noonPerSecond, demand.dayShare, seed),
  )
  const noonPerSecond = blueprint.entries.map(({ demand }) => demand.noonPerSecond)
  const ledger = flowLedger((second) => demands.map((demand) => demand.since(second)))
  const lawOf = lawCache()
  const happened = incidentHistory(usual)
  const pushes = pushHistory(initial, seed)
  const planAt = (second: UnixSeconds) => {
    const plan = loadPlan(happened.blueprintAt(second), pushes.inForceAt(second))
    ledger.follow(plannedFlows(plan, { seed, noonPerSecond, lawOf }), second)
  }
  const renew = (from: UnixSeconds) => {
    ledger.rewind(from)
    const moments = new Set([...pushes.momentsFrom(from), ...happened.momentsFrom(from)])
    for (const moment of [...moments].sort((a, b) => a - b)) {
      planAt(moment)
    }
  }
  planAt(epoch)
  const history = configHistory(initial, (change) => {
    if (pushes.note(change)) {
      renew(change.second)
    }
  })
  const scenario = incidentWriter(history, happened, renew)
  for (const { second, act } of pastActs(scenario, incidents)) {
    act(second)
  }
  const notBeforeStart = (second: UnixSeconds) => {
    if (second < startedAt) {
      throw new AppError('conflict', { second, lastChange: startedAt })
    }
  }
  return {
    ...blueprint,
    ...ledger,
    startedAt,
    objectsAt: history.at,
    objectsInForceAt: pushes.inForceAt,
    syncAt: pushes.syncAt,
    workloadsAt: (second) => happened.blueprintAt(second).workloads,
    listObjects: history.list,
    findObject: history.find,
    previewObject: history.preview,
    applyObject(object, second, writer) {
      notBeforeStart(second)
      return history.apply(object, second, writer)
    },
    removeObject(key, second) {
      notBeforeStart(second)
      history.remove(key, second)
    },
    startIncident: scenario.start,
    healIncident: scenario.heal,
    incidentsAt: happened.goingOn,
  }
}

type Scenario = Record<'start' | 'heal', (name: IncidentName, second: UnixSeconds) => void>

/** Starts and heals incidents with what they write, which the API server has at once. */
function incidentWriter(
  history: ConfigHistory,
  happened: IncidentHistory,
  renew: (from: UnixSeconds) => void,
): Scenario {
  const before = new Map<string, MeshObject | undefined>()
  const writer = { manager: 'kubectl-client-side-apply' }
  return {
    start(name, second) {
      const { object } = happened.start(name, second)
      if (object !== undefined) {
        const found = history.find(object, second)?.object
        before.set(name, found)
        history.apply({ ...(found ?? object), spec: object.spec }, second, writer)
      }
      renew(second)
    },
    heal(name, second) {
      const { object } = happened.heal(name, second)
      const found = object && history.find(object, second)?.object
      const original = before.get(name)
      if (object !== undefined && found !== undefined && isDeepStrictEqual(found.spec, object.spec)) {
        if (original === undefined) {
          history.remove(object, second)
        } else {
          history.apply({ ...found, spec: original.spec }, second, writer)
        }
      }
      renew(second)
    },
  }
}

function pastActs(
  scenario: Scenario,
  incidents: NonNullable<DemoWorldOptions['incidents']>,
): { second: UnixSeconds; act(second: UnixSeconds): void }[] {
  return incidents
    .flatMap(({ name, startedAt, healedAt }) => [
      { second: startedAt, act: (second: UnixSeconds) => scenario.start(name, second) },
      ...(healedAt === undefined
        ? []
        : [{ second: healedAt, act: (second: UnixSeconds) => scenario.heal(name, second) }]),
    ])
    .sort((one, other) => one.second - other.second)
}

import type { BlameKind, BlamePortion, Dimension } from './blame-portion.ts'
import { findShortcut } from './find-shortcut.ts'
import type { IncidentWindow } from './incident-window.ts'
import { isFirstCalled } from './ratio-change.ts'
import type { MeshChanges, ServiceChanges } from './service-changes.ts'
import { failuresOnTheWay, splitErrors } from './split-errors.ts'
import { delayOnTheWay, type LatencyContext, latencyContext, splitLatency } from './split-latency.ts'
import { sureness } from './sureness.ts'
import { symptomDimension } from './symptom-dimension.ts'
import { trafficGrowth } from './traffic-growth.ts'

/** What stopped with one suspect. */
export interface Blame {
  kind: BlameKind
  service: string
  edge?: readonly [source: string, destination: string]
  mass: number
}

export interface BlameFlow {
  blames: Blame[]
  /** Trouble that all suspects together are blamed for. */
  total: number
  /** Mass that went from caller to callee, by callee. */
  inflows: ReadonlyMap<string, ReadonlyMap<string, number>>
}

/** An alert's own service counts this much more than what else is wrong, and its own metric than the other. */
const symptomWeight = 10
const otherMetricWeight = 0.1
/** Half of it explains a share of failures as grave as it gets. */
const graveErrorRatio = 0.05
/** Cycles of calls lose nothing by themselves: no chain is longer than this. */
const maxHops = 20
const negligible = 1e-4

/**
 * Trouble flows from where it is seen along calls to where it comes from. Every service starts with its own worsening,
 * the symptom's with more, and passes it on as its splits say; what stops is blame.
 */
export function blameFlow(window: IncidentWindow, mesh: MeshChanges): BlameFlow {
  const context = latencyContext(window, mesh)
  const splits = new Map<string, Record<Dimension, BlamePortion[]>>()
  const splitOf = (changes: ServiceChanges) => {
    const known = splits.get(changes.service)
    const made = known ?? { latency: splitLatency(changes, context), errors: splitErrors(changes, mesh) }
    splits.set(changes.service, made)
    return made
  }
  const blames = new Map<string, Blame>()
  const inflows = new Map<string, Map<string, number>>()
  let moving = startingMass(window, mesh)
  for (let hop = 0; hop < maxHops && moving.size > 0; hop += 1) {
    const next: typeof moving = new Map()
    for (const [service, mass] of moving) {
      const changes = mesh.get(service)
      for (const dimension of ['latency', 'errors'] as const) {
        if (changes !== undefined && mass[dimension] > negligible) {
          for (const portion of splitOf(changes)[dimension]) {
            pass(portion, mass[dimension] * portion.share, service)
          }
        }
      }
    }
    moving = next

    function pass(portion: BlamePortion, amount: number, from: string): void {
      if (portion.onward === undefined) {
        stop(blames, portion, amount)
        return
      }
      const held = next.get(portion.service) ?? { latency: 0, errors: 0 }
      held[portion.onward] += amount
      next.set(portion.service, held)
      const flows = inflows.get(portion.service) ?? new Map<string, number>()
      flows.set(from, (flows.get(from) ?? 0) + amount)
      inflows.set(portion.service, flows)
    }
  }
  for (const changes of mesh.values()) {
    blameInPlace(changes, context, blames)
  }
  const all = [...blames.values()].sort((a, b) => b.mass - a.mass)
  return { blames: all, total: all.reduce((sum, { mass }) => sum + mass, 0), inflows }
}

/** Trouble that no service passes on: of calls themselves, however rarely they are made, and of work left undone. */
function blameInPlace(changes: ServiceChanges, context: LatencyContext, blames: Map<string, Blame>): void {
  for (const call of changes.outgoing) {
    const failed = failuresOnTheWay(call)
    for (const portion of failed.portions) {
      stop(blames, portion, portion.share * gravity(failed.share))
    }
    const late = delayOnTheWay(call, context)
    for (const portion of late.portions) {
      stop(blames, portion, portion.share * late.share)
    }
  }
  const undone = findShortcut(changes)?.weight ?? 0
  stop(blames, { share: undone, service: changes.service, kind: 'shortcut' }, undone)
}

function stop(blames: Map<string, Blame>, { kind, service, edge }: BlamePortion, mass: number): void {
  if (mass <= 0) {
    return
  }
  const key = JSON.stringify([kind, service, edge])
  const held = blames.get(key) ?? { kind, service, ...(edge && { edge }), mass: 0 }
  held.mass += mass
  blames.set(key, held)
}

function startingMass(window: IncidentWindow, mesh: MeshChanges): Map<string, Record<Dimension, number>> {
  const { symptom } = window
  const about = symptomDimension(window)
  return new Map(
    [...mesh].map(([service, changes]) => {
      const weight = symptom?.service === service ? symptomWeight : 1
      const weigh = (dimension: Dimension) =>
        about === undefined || about === dimension ? weight : weight * otherMetricWeight
      return [service, { latency: slower(changes) * weigh('latency'), errors: failing(changes) * weigh('errors') }]
    }),
  )
}

/** How sure times how much slower, as a share of what it takes now. */
function slower({ latencyMs }: ServiceChanges): number {
  return latencyMs === undefined || latencyMs.now <= latencyMs.before
    ? 0
    : sureness(latencyMs.z) * (1 - latencyMs.before / latencyMs.now)
}

function failing(changes: ServiceChanges): number {
  const { errorRatio } = changes
  if (errorRatio === undefined || isFirstCalled(errorRatio) || errorRatio.now <= errorRatio.before) {
    return 0
  }
  return (sureness(errorRatio.z) * gravity(errorRatio.now - errorRatio.before)) / trafficGrowth(changes)
}

function gravity(failedShare: number): number {
  return failedShare / (failedShare + graveErrorRatio)
}

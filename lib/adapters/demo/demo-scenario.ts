import { IncidentName, type IncidentState } from '../../domain/incidents/incident.ts'
import type { UnixSeconds } from '../../domain/time.ts'
import type { Clock } from '../../ports/clock.ts'
import type { DemoWorld, DemoWorldOptions } from './world.ts'

/** An incident that begins so many seconds after the start of the demo, or before it where negative. */
export interface PlannedIncident {
  name: IncidentName
  afterSeconds: number
}

/** Has incidents begin and end in the demo, now. */
export interface DemoScenario {
  /** All there are. */
  list(): IncidentState[]
  /** Throws `conflict` where it goes on already. */
  start(name: IncidentName): void
  /** Throws `conflict` where it does not go on. */
  heal(name: IncidentName): void
}

export function demoScenario(world: DemoWorld, clock: Clock): DemoScenario {
  return {
    list() {
      const goingOn = new Map(world.incidentsAt(clock.now()).map(({ name, startedAt }) => [name, startedAt]))
      return IncidentName.options.map((name) => {
        const startedAt = goingOn.get(name)
        return { name, ...(startedAt !== undefined && { startedAt }) }
      })
    },
    start: (name) => world.startIncident(name, clock.now()),
    heal: (name) => world.healIncident(name, clock.now()),
  }
}

/** Those that had begun when the demo starts, oldest first. */
export function begunIncidents(
  planned: PlannedIncident[],
  startedAt: UnixSeconds,
): NonNullable<DemoWorldOptions['incidents']> {
  return planned
    .filter(({ afterSeconds }) => afterSeconds <= 0)
    .map(({ name, afterSeconds }) => ({ name, startedAt: startedAt + afterSeconds }))
    .sort((one, other) => one.startedAt - other.startedAt)
}

/** Resolves when all that are to begin later have begun, unless somebody was faster. */
export async function startLater(scenario: DemoScenario, clock: Clock, planned: PlannedIncident[]): Promise<void> {
  const later = planned.filter(({ afterSeconds }) => afterSeconds > 0)
  await Promise.all(
    later.map(async ({ name, afterSeconds }) => {
      await clock.sleep(afterSeconds)
      if (scenario.list().some((one) => one.name === name && one.startedAt === undefined)) {
        scenario.start(name)
      }
    }),
  )
}

import { AppError } from '../../domain/errors.ts'
import type { IncidentName } from '../../domain/incidents/incident.ts'
import type { UnixSeconds } from '../../domain/time.ts'
import type { Blueprint } from './blueprint.ts'
import { type DemoIncident, demoIncidents } from './demo-incidents.ts'

interface Occurrence {
  incident: DemoIncident
  startedAt: UnixSeconds
  /** Absent while it goes on. */
  healedAt?: UnixSeconds
}

/** Which incidents there were, and what was otherwise for their sake. */
export interface IncidentHistory {
  /** Throws where it goes on already. */
  start(name: IncidentName, second: UnixSeconds): DemoIncident
  /** Throws where it does not go on. */
  heal(name: IncidentName, second: UnixSeconds): DemoIncident
  /** Those that go on at a moment, with when they began. */
  goingOn(second: UnixSeconds): { name: IncidentName; startedAt: UnixSeconds }[]
  blueprintAt(second: UnixSeconds): Blueprint
  /** The moments from `second` on at which something else is otherwise. */
  momentsFrom(second: UnixSeconds): UnixSeconds[]
}

export function incidentHistory(usual: Blueprint): IncidentHistory {
  const all: Occurrence[] = []
  const blueprints = new Map<string, Blueprint>()
  const isGoingOn = (second: UnixSeconds) => (one: Occurrence) =>
    one.startedAt <= second && second < (one.healedAt ?? Number.POSITIVE_INFINITY)
  return {
    start(name, second) {
      const incident = incidentNamed(name)
      if (all.filter(isGoingOn(second)).some((one) => one.incident === incident)) {
        throw new AppError('conflict', { name, reason: 'incident-goes-on' })
      }
      all.push({ incident, startedAt: second })
      return incident
    },
    heal(name, second) {
      const incident = incidentNamed(name)
      const one = all.filter(isGoingOn(second)).find((found) => found.incident === incident)
      if (one === undefined) {
        throw new AppError('conflict', { name, reason: 'incident-not-on' })
      }
      one.healedAt = second
      return incident
    },
    goingOn: (second) =>
      all.filter(isGoingOn(second)).map(({ incident: { name }, startedAt }) => ({ name, startedAt })),
    blueprintAt(second) {
      const phases = all.filter(isGoingOn(second)).map(({ incident, startedAt }) => {
        const index = incident.phases.findLastIndex(({ afterSeconds }) => startedAt + afterSeconds <= second)
        return { key: `${incident.name} ${index}`, changed: incident.phases[index]?.changed }
      })
      const key = phases.map((phase) => phase.key).join()
      const known =
        blueprints.get(key) ?? phases.reduce((blueprint, { changed }) => changed?.(blueprint) ?? blueprint, usual)
      blueprints.set(key, known)
      return known
    },
    momentsFrom: (second) =>
      all
        .flatMap(({ incident, startedAt, healedAt = Number.POSITIVE_INFINITY }) => [
          ...incident.phases.map(({ afterSeconds }) => startedAt + afterSeconds).filter((moment) => moment < healedAt),
          healedAt,
        ])
        .filter((moment) => moment >= second && moment < Number.POSITIVE_INFINITY),
  }
}

function incidentNamed(name: IncidentName): DemoIncident {
  const found = demoIncidents.find((incident) => incident.name === name)
  if (found === undefined) {
    throw new AppError('not-found', { what: 'incident', name })
  }
  return found
}

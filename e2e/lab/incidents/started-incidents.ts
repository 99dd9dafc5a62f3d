import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LabFailure } from '../say.ts'
import { lab } from '../settings.ts'
import { allIncidents } from './all-incidents.ts'
import type { Incident } from './incident.ts'

const folder = join(lab.state, 'incidents')

/** Remembered before anything is done, so that a start that was cut off is healed too. */
export async function startIncident(name: string): Promise<void> {
  const incident = incidentNamed(name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(fileOf(name), `${JSON.stringify({ name, startedAt: new Date().toISOString() })}\n`)
  await incident.start()
}

/** Heals an incident, whether or not it was started. */
export async function healIncident(name: string): Promise<void> {
  await incidentNamed(name).heal()
  rmSync(fileOf(name), { force: true })
}

/** Names of the incidents that were started and not healed since. */
export function startedIncidents(): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length))
      .filter((name) => allIncidents.some((incident) => incident.name === name))
      .sort()
  } catch {
    return []
  }
}

/** Throws at a name that is none, before anything is done. */
export function ensureKnown(names: readonly string[]): void {
  names.forEach(incidentNamed)
}

function incidentNamed(name: string): Incident {
  const found = allIncidents.find((incident) => incident.name === name)
  if (found === undefined) {
    throw new LabFailure(`There is no incident ${name}. There are: ${allIncidents.map((one) => one.name).join(', ')}.`)
  }
  return found
}

function fileOf(name: string): string {
  return join(folder, `${name}.json`)
}

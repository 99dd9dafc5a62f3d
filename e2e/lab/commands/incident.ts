import { ensureUp } from '../host-processes.ts'
import { allIncidents } from '../incidents/all-incidents.ts'
import { ensureKnown, startedIncidents, startIncident } from '../incidents/started-incidents.ts'
import { say } from '../say.ts'

/** Starts the named incidents; without a name, tells which there are and which go on. */
export async function incident(names: string[]): Promise<void> {
  if (names.length === 0) {
    const started = startedIncidents()
    for (const { name, actsOn, summary } of allIncidents) {
      console.log(`${started.includes(name) ? '▶' : ' '} ${name.padEnd(21)} ${actsOn.padEnd(8)} ${summary}`)
    }
    return
  }
  ensureKnown(names)
  ensureUp()
  for (const name of names) {
    await startIncident(name)
    say(`${name} is in force; npm run lab -- heal ${name} ends it`)
  }
}

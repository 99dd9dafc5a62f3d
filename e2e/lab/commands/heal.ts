import { ensureUp } from '../host-processes.ts'
import { ensureKnown, healIncident, startedIncidents } from '../incidents/started-incidents.ts'
import { say } from '../say.ts'

/** Heals the named incidents; without a name, all that were started. */
export async function heal(names: string[]): Promise<void> {
  const healed = names.length > 0 ? names : startedIncidents()
  if (healed.length === 0) {
    say('no incident goes on')
    return
  }
  ensureKnown(healed)
  ensureUp()
  for (const name of healed) {
    await healIncident(name)
    say(`${name} is healed`)
  }
}

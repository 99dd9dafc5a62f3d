import { build } from './build.ts'
import { askKubectl } from './commands/ask-kubectl.ts'
import { down } from './commands/down.ts'
import { heal } from './commands/heal.ts'
import { honesty } from './commands/honesty.ts'
import { incident } from './commands/incident.ts'
import { load } from './commands/load.ts'
import { status } from './commands/status.ts'
import { up } from './commands/up.ts'
import { ensureOnlyLab } from './kubelet/leftovers.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { ensureRequirements, ensureRights } from './requirements.ts'
import { CannotRunHere, LabFailure } from './say.ts'
import { wipeState } from './state-folder.ts'

const usage = `npm run lab -- VERB
  build                 build what the cache lacks (about 11 minutes from nothing, else at once)
  up                    build, start, and wait until every proxy is in sync and the shop serves
  down                  end every process and remove every network namespace; the state stays
  reset                 down, forget the state, up
  status                pods, proxies, addresses; fails when something is not as it should be
  load RPS SECONDS      visitors through the ingress gateway, in place of those that are there
  incident [NAME]       start an incident; without a name, list them
  heal [NAME]           end one, or every one
  honesty               compare the metrics with Envoy's own counters
  kubectl …             kubectl as the lab's administrator`

interface Verb {
  run(args: string[]): Promise<void>
  ensure(): void
  changesLab: boolean
}

const makes = { ensure: ensureRequirements, changesLab: true }
const changes = { ensure: ensureRights, changesLab: true }
const reads = { ensure: ensureRights, changesLab: false }

const verbs: Record<string, Verb> = {
  build: { ...makes, run: build },
  up: { ...makes, run: up },
  reset: { ...makes, run: reset },
  down: { ...changes, run: down },
  load: { ...changes, run: load },
  incident: { ...changes, run: incident },
  heal: { ...changes, run: heal },
  status: { ...reads, run: status },
  honesty: { ...reads, run: honesty },
  kubectl: { ...reads, run: askKubectl },
}

/** Nothing is taken down that could not be built again. */
async function reset(): Promise<void> {
  await build()
  await down()
  wipeState()
  await up()
}

const [verb = '', ...args] = process.argv.slice(2)
const known = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
if (known === undefined) {
  console.log(usage)
  process.exit(verb === '' ? 0 : 2)
}
// The pods' users must be able to read what is made here, and not everybody's PATH has root's programs.
process.umask(0o022)
process.env.PATH = `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`
try {
  if (known.changesLab && process.platform === 'linux') {
    await oneAtATime()
  }
  known.ensure()
  if (known.changesLab) {
    ensureOnlyLab()
  }
  await known.run(args)
} catch (error) {
  console.error(error instanceof LabFailure ? error.message : error)
  process.exit(error instanceof CannotRunHere ? 3 : 1)
}

import { build } from './build.ts'
import { askKubectl } from './commands/ask-kubectl.ts'
import { down } from './commands/down.ts'
import { heal } from './commands/heal.ts'
import { honesty } from './commands/honesty.ts'
import { incident } from './commands/incident.ts'
import { load } from './commands/load.ts'
import { status } from './commands/status.ts'
import { up } from './commands/up.ts'
import { ensureRequirements } from './requirements.ts'
import { CannotRunHere, LabFailure } from './say.ts'
import { wipe } from './wipe.ts'

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

const verbs: Record<string, (args: string[]) => Promise<void>> = {
  async build() {
    ensureRequirements()
    await build()
  },
  up,
  down,
  async reset() {
    await down()
    wipe()
    await up()
  },
  status,
  load,
  incident,
  heal,
  honesty,
  kubectl: askKubectl,
}

const [verb = '', ...args] = process.argv.slice(2)
const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
if (run === undefined) {
  console.log(usage)
  process.exit(verb === '' ? 0 : 2)
}
try {
  await run(args)
} catch (error) {
  console.error(error instanceof LabFailure ? error.message : error)
  process.exit(error instanceof CannotRunHere ? 3 : 1)
}

import { findGateway } from './find-gateway.ts'
import { planOf } from './open-loop.ts'
import { runLoad } from './run-load.ts'

const [requestsPerSecond, seconds, url] = process.argv.slice(2)
const stopping = new AbortController()
process.once('SIGTERM', () => stopping.abort()).once('SIGINT', () => stopping.abort())

try {
  const plan = planOf(requestsPerSecond, seconds)
  const target = new URL(url ?? (await findGateway()))
  console.log(JSON.stringify(await runLoad(plan, target, stopping.signal)))
} catch (error) {
  console.error(`main.ts RPS SECONDS [URL]: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}

import { once } from 'node:events'
import { lab } from '../settings.ts'
import { MeshTelemetry } from './mesh-telemetry.ts'
import { telemetryServer } from './telemetry-server.ts'

/*
 * Plain Envoy has none of Istio's own filters, so nothing in the lab's proxies counts `istio_*`. They write all that
 * Istio's stats filter would look at into their access logs; this process counts it.
 */

const pollEveryMs = 100

const telemetry = new MeshTelemetry({ podsFolder: lab.pods, nowMs: Date.now })
const { hostname, port } = new URL(lab.urls.telemetry)
const server = telemetryServer(telemetry).listen(Number(port), hostname)
await once(server, 'listening')
console.log(`counting at ${lab.urls.telemetry}; ${telemetry.foundAtStart.size} logs are there, followed from their end`)

let reported = ''
const timer = setInterval(() => {
  const problems = telemetry.poll().join('; ')
  if (problems !== reported) {
    console.error(problems || 'every log can be read again')
    reported = problems
  }
}, pollEveryMs)

process.once('SIGTERM', () => {
  clearInterval(timer)
  server.close()
  server.closeAllConnections()
})

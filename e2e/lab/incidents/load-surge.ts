import { join } from 'node:path'
import { hostProcessId, startHostProcess, stopHostProcess } from '../host-process.ts'
import { daemonEnvironment } from '../host-processes.ts'
import { programs } from '../programs.ts'
import { until } from '../until.ts'
import type { Incident } from './incident.ts'
import { somePodsOf } from './shop-pods.ts'

/** Its name among the host's processes, which `down` ends. */
export const surgeProcess = 'surge'
const requestsPerSecond = 40
const seconds = 900
const gateway = { namespace: 'edge', app: 'ingressgateway' }

/** Four times as many visitors come on top of those that are there, for a quarter of an hour at most. */
export const loadSurge: Incident = {
  name: 'load-surge',
  summary: `${requestsPerSecond} more visits per second, for ${seconds / 60} minutes at most`,
  actsOn: 'load',
  async start() {
    startHostProcess({
      name: surgeProcess,
      program: programs.node,
      args: [join(import.meta.dirname, '../load/main.ts'), `${requestsPerSecond}`, `${seconds}`],
      env: daemonEnvironment(),
    })
    let last = Number.POSITIVE_INFINITY
    await until(
      'the surge has reached the gateway',
      async () => {
        const before = last
        last = await requestsAtGateway()
        return hostProcessId(surgeProcess) !== undefined && last - before > requestsPerSecond / 2
      },
      { seconds: 20, everyMs: 1000 },
    )
  },
  heal: () => stopHostProcess(surgeProcess),
}

/** By the gateway's own counter. */
async function requestsAtGateway(): Promise<number> {
  const counts = (await somePodsOf(gateway)).map(async ({ ip }) => {
    const text = await (await fetch(`http://${ip}:15090/stats/prometheus`)).text()
    const lines = text.matchAll(/^envoy_http_downstream_rq_total\{[^}]*prefix="outbound_[^}]*\} (\d+)$/gm)
    return [...lines].reduce((sum, [, count]) => sum + Number(count), 0)
  })
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
}

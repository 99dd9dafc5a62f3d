import { stopHostProcess } from '../host-process.ts'
import { startOutside } from '../host-processes.ts'
import { lab } from '../settings.ts'
import { until } from '../until.ts'
import type { Incident } from './incident.ts'

/** The bank's server is gone: its address refuses connections. */
export const externalHostDown: Incident = {
  name: 'external-host-down',
  summary: 'api.bank.example refuses connections',
  actsOn: 'process',
  start: () => stopHostProcess('outside'),
  async heal() {
    startOutside()
    await until('the bank answers', async () => (await fetch(`http://${lab.outsideIp}:8081/healthz`)).ok, {
      seconds: 20,
    })
  },
}

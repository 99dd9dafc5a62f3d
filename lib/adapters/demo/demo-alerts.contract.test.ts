import { expect } from 'vitest'
import { alertsContract } from '../../ports/alerts.contract.ts'
import { ManualClock } from '../../testing/manual-clock.ts'
import { demoAlerts } from './demo-alerts.ts'
import { demoWorld } from './world.ts'

alertsContract('the demo world', async () => {
  const clock = new ManualClock(Date.UTC(2026, 0, 14, 12) / 1000)
  const world = demoWorld({ seed: 1, services: 12, startedAt: clock.now() - 60 })
  return {
    alerts: demoAlerts(world, clock),
    now: () => clock.now(),
    firing: {
      name: 'MeshServiceFailing',
      severity: 'critical',
      subject: { namespace: 'pay', service: 'payments' },
      summary: expect.stringMatching(/^payments fails \d\.\d+% of the requests/),
    },
  }
})

import { expect, it } from 'vitest'
import { ManualClock } from '../../testing/manual-clock.ts'
import { demoMetrics } from './demo-metrics.ts'
import { demoWorld } from './world.ts'

const at = 1_795_262_400

const fixture = () => ({
  metrics: demoMetrics(demoWorld({ seed: 1, services: 13, startedAt: at }), new ManualClock(at)),
})

it('knows nothing after now', async () => {
  const { metrics } = fixture()
  const query = { windowSeconds: 60, withQuantiles: true }
  expect((await metrics.edgeTraffic({ ...query, at: at + 120 })).requests).toEqual([])
})

it('refuses a history without length or with too many points', async () => {
  const { metrics } = fixture()
  const query = { namespace: 'shop', service: 'cart', from: at - 60, to: at, stepSeconds: 5 }
  await expect(metrics.serviceTraffic({ ...query, stepSeconds: 0 })).rejects.toThrow(/invalid/)
  await expect(metrics.serviceTraffic({ ...query, to: at - 61 })).rejects.toThrow(/invalid/)
  await expect(metrics.serviceTraffic({ ...query, from: 0 })).rejects.toThrow(/too-large/)
})

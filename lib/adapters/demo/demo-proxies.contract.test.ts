import { proxiesContract } from '../../ports/proxies.contract.ts'
import { ManualClock } from '../../testing/manual-clock.ts'
import { demoClusterName } from './blueprint.ts'
import { weightedRoute } from './blueprint-parts.ts'
import { demoProxies } from './demo-proxies.ts'
import { shopServices } from './shop.ts'
import { demoWorld } from './world.ts'

proxiesContract('the demo world', async () => {
  const startedAt = 1_795_262_400
  const world = demoWorld({ seed: 1, services: 12, startedAt })
  const clock = new ManualClock(startedAt + 60)
  let weight = 30
  return {
    proxies: demoProxies(world, clock),
    cluster: demoClusterName,
    namespace: 'shop',
    async change() {
      await clock.advance(1)
      const since = clock.now()
      weight += 1
      world.applyObject(weightedRoute(shopServices.catalog, { v3: weight, v4: 100 - weight }), since)
      return since
    },
    settle: () => clock.advance(0.4),
  }
})

import { proxiesContract } from '../../ports/proxies.contract.ts'
import { ManualClock } from '../../testing/manual-clock.ts'
import { demoClusterName } from './blueprint.ts'
import { demoProxies } from './demo-proxies.ts'
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
      const [route] = world.objectsAt(since).filter(({ kind, name }) => kind === 'VirtualService' && name === 'catalog')
      if (route === undefined) {
        throw new Error('no route')
      }
      weight += 1
      world.applyObject({ ...route, annotations: { weight: String(weight) } }, since)
      return since
    },
    settle: () => clock.advance(0.4),
  }
})

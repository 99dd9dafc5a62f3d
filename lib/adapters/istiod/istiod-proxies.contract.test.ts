import { proxiesContract } from '../../ports/proxies.contract.ts'
import { FakeIstiods } from '../../testing/fake-istiods.ts'
import { ManualClock } from '../../testing/manual-clock.ts'
import { istiodDebug } from './istiod-debug.ts'
import { istiodProxies } from './istiod-proxies.ts'

proxiesContract('two istiods by address', async () => {
  const clock = new ManualClock()
  const istiods = await FakeIstiods.start(2)
  istiods.connect(0, 'cart-1.shop')
  istiods.connect(1, 'web-1.shop')
  istiods.connect(1, 'batch-1.pay')
  const proxies = istiodProxies(istiodDebug({ urls: istiods.urls, timeoutSeconds: 5 }), clock)
  return {
    proxies,
    cluster: 'Kubernetes',
    namespace: 'shop',
    async change() {
      await clock.advance(1)
      return clock.now()
    },
    async settle() {
      await clock.advance(0.1)
      istiods.push(clock.now())
    },
    stop: () => istiods.close(),
  }
})

import { expect, test } from '@playwright/test'
import type { Product } from '../../support/product.ts'
import { walkCanary } from '../../support/walk-canary.ts'
import { kubectl } from '../kubectl.ts'
import { startSteeringConsole } from '../suites/support/steering-console.ts'
import { upstreamRequests } from '../suites/support/upstream-requests.ts'
import { busyVisitors } from '../suites/support/visitors.ts'

const catalog = 'catalog.shop.svc.cluster.local'
const frontend = { namespace: 'shop', selector: 'app=frontend' }
const withinMs = 10_000
const enoughRequests = 200

let product: Product
let visitors: { restore(): Promise<void> }
let before: string

async function routes(): Promise<string> {
  return kubectl(['-n', 'shop', 'get', 'virtualservice', 'catalog', '-o', 'jsonpath={.spec}'])
}

test.beforeAll(async () => {
  before = await routes()
  visitors = await busyVisitors(60)
  product = await startSteeringConsole()
})

test.afterAll(async () => {
  const patch = JSON.stringify([{ op: 'replace', path: '/spec', value: JSON.parse(before) }])
  await kubectl(['-n', 'shop', 'patch', 'virtualservice', 'catalog', '--type=json', '-p', patch])
  await product?.stop()
  await visitors?.restore()
})

/** Envoy's own counters show the share within three standard deviations, from a moment within ten seconds of the write on. */
async function splitShows(percent: number): Promise<void> {
  const share = percent / 100
  const written = performance.now()
  let [from, counted] = [await upstreamRequests(frontend, catalog), 0]
  await expect
    .poll(
      async () => {
        const now = await upstreamRequests(frontend, catalog)
        const grown = (subset: string) => (now.get(subset) ?? 0) - (from.get(subset) ?? 0)
        counted = grown('v3') + grown('v4')
        const isWithin = Math.abs(grown('v4') - share * counted) <= 3 * Math.sqrt(counted * share * (1 - share))
        if (!isWithin && performance.now() - written < withinMs) {
          from = now
        }
        return isWithin && counted >= enoughRequests
      },
      { timeout: 60_000, intervals: [500] },
    )
    .toBe(true)
}

test('traffic is moved from 0 to 10, 50 and 100 percent by the handle and the keyboard, and taken back', async ({
  page,
}) => {
  test.setTimeout(600_000)
  await walkCanary(page, `${product.url}/services/shop/catalog?window=60s#traffic`, splitShows)
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ChangePreview, ChangeView } from '../../../lib/endpoints/changes.ts'
import type { Product } from '../../support/product.ts'
import { kubectl } from '../kubectl.ts'
import { type LoadReport, runLoad } from '../load/run-load.ts'
import { podOf } from './support/pods.ts'
import { startSteeringConsole } from './support/steering-console.ts'
import { failedCalls, upstreamRequests } from './support/upstream-requests.ts'

const search = 'search.shop.svc.cluster.local'
const frontend = { namespace: 'shop', selector: 'app=frontend' }
const intent = { kind: 'set-weights', namespace: 'shop', service: 'search', weights: { v5: 1 } }

let product: Product
beforeAll(async () => {
  product = await startSteeringConsole()
}, 120_000)
afterAll(() => product?.stop())

async function post<Answer>(path: string, body: object): Promise<Answer> {
  const response = await fetch(`${product.url}/api/v1/changes${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer = await response.json()
  expect([response.status, response.ok ? undefined : answer]).toEqual([200, undefined])
  return answer as Answer
}

async function objects(): Promise<string[]> {
  const names = await kubectl(['-n', 'shop', 'get', 'virtualservice,destinationrule', '-o', 'name'])
  return names.split('\n').filter((name) => name !== '')
}

async function isAcknowledged({ namespace, name }: { namespace: string; name: string }): Promise<boolean> {
  const response = await fetch(`${product.url}/api/v1/changes/${namespace}/${name}`)
  const view = (await response.json()) as ChangeView
  return view.lights.acknowledged.state === 'on'
}

it('at 100 visitors a second no call fails while a service gets its first route and rule, and loses them', async () => {
  const before = await objects()
  const gateway = await podOf('edge', 'app=ingressgateway')
  const failedBefore = await failedCalls(frontend, search)
  const enough = new AbortController()
  const load: Promise<LoadReport> = runLoad(
    { requestsPerSecond: 100, seconds: 120 },
    new URL(`http://${gateway.status.podIP}`),
    enough.signal,
  )
  try {
    const { resourceVersions } = await post<ChangePreview>('/preview', intent)
    const written = await post<ChangeView>('', { ...intent, resourceVersions })
    expect(await objects()).toHaveLength(before.length + 2)
    await expect.poll(() => isAcknowledged(written), { timeout: 30_000 }).toBe(true)
    await expect
      .poll(async () => (await upstreamRequests(frontend, search)).get('v5'), { timeout: 30_000 })
      .toBeGreaterThan(50)
    const undone = await post<ChangeView>(`/${written.namespace}/${written.name}/undo`, {})
    expect(await objects()).toEqual(before)
    await expect.poll(() => isAcknowledged(undone), { timeout: 30_000 }).toBe(true)
  } finally {
    enough.abort()
  }
  const { sent } = await load
  expect(sent).toBeGreaterThan(200)
  expect((await failedCalls(frontend, search)) - failedBefore).toBe(0)
}, 180_000)

import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ChangePreview, ChangeView } from '../../../lib/endpoints/changes.ts'
import type { Product } from '../../support/product.ts'
import { kubectl } from '../kubectl.ts'
import { type LoadReport, runLoad } from '../load/run-load.ts'
import { podOf } from './support/pods.ts'
import { startSteeringConsole } from './support/steering-console.ts'

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

it('nobody of 100 visitors a second meets an error while a service gets its first route and rule, and loses them', async () => {
  const before = await objects()
  const gateway = await podOf('edge', 'app=ingressgateway')
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
    const undone = await post<ChangeView>(`/${written.namespace}/${written.name}/undo`, {})
    expect(await objects()).toEqual(before)
    await expect.poll(() => isAcknowledged(undone), { timeout: 30_000 }).toBe(true)
  } finally {
    enough.abort()
  }
  const { sent, answers } = await load
  expect(sent).toBeGreaterThan(200)
  expect(Object.keys(answers).filter((answer) => /^5\d\d$/.test(answer))).toEqual([])
}, 180_000)

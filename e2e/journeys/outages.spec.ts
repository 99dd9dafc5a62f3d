import { expect, type Page, test } from '@playwright/test'
import { applyPatch } from '../../lib/domain/graph/apply-patch.ts'
import { GraphSnapshot } from '../../lib/domain/graph/snapshot.ts'
import { liveEvents } from '../../lib/endpoints/graph.ts'
import { openLive } from '../support/live-events.ts'
import { type RealSources, startRealSources } from '../support/real-sources.ts'

let sources: RealSources

test.beforeAll(async () => {
  test.setTimeout(180_000)
  sources = await startRealSources()
  await expect.poll(async () => (await graphNow()).edges.length, { timeout: 60_000 }).toBeGreaterThan(10)
})

test.afterAll(() => sources.stop())

async function graphNow(): Promise<GraphSnapshot> {
  const response = await fetch(`${sources.console.url}/api/v1/graph?window=10s`)
  return GraphSnapshot.parse(await response.json())
}

async function openGraph(page: Page): Promise<void> {
  await page.goto(`${sources.console.url}/graph?window=10s`)
  await expect(page.getByText(/^live/)).toBeVisible()
}

test('a real Prometheus and an API server give one graph, in which no workload stands twice', async () => {
  const graph = await graphNow()
  const payments = graph.nodes.filter(({ name }) => name === 'payments-v2')
  expect(payments).toHaveLength(1)
  expect(payments[0]).toMatchObject({ namespace: 'pay', version: 'v2' })
  expect(graph.edges.some(({ target }) => target === payments[0]?.id)).toBe(true)
})

for (const mood of ['down', 'slow', 'html', 'truncated', 422, 500] as const) {
  test(`Prometheus ${mood}: the graph says what is unknown, shows no zero, and recovers without reload`, async ({
    page,
  }) => {
    await openGraph(page)
    await sources.prometheus.behave(mood)
    await expect(page.getByText(/Prometheus .*(traffic is unknown|unknown)/).first()).toBeVisible({ timeout: 30_000 })
    const degraded = await graphNow()
    expect(degraded.nodes.length).toBeGreaterThan(3)
    expect(degraded.edges).toEqual([])
    expect(degraded.nodes.filter(({ requestsPerSecond }) => requestsPerSecond !== undefined)).toEqual([])
    expect(new Set(degraded.nodes.map(({ health }) => health))).toEqual(new Set(['unknown']))
    await sources.prometheus.behave('well')
    await expect(page.getByText(/Prometheus .*(traffic is unknown|unknown)/)).toHaveCount(0, { timeout: 30_000 })
    await expect(page.getByText(/^live/)).toBeVisible()
  })
}

test('samples that are no numbers are left out and said so', async () => {
  await sources.prometheus.behave('nan')
  await expect.poll(async () => (await graphNow()).notices.map(({ code }) => code)).toContain('unusable-samples')
  expect(JSON.stringify(await graphNow())).not.toMatch(/NaN|Infinity|null/)
  await sources.prometheus.behave('well')
})

test('the API server stops and returns: traffic goes on, the notice comes and goes, and patches lead to the fresh graph', async ({
  page,
}) => {
  await openGraph(page)
  const stream = await openLive(`${sources.console.url}/api/v1/live?window=10s`)
  let { seq, snapshot } = liveEvents.snapshot.parse((await stream.next()).data)
  await sources.kubernetes.halt()
  await expect(page.getByText(/The Kubernetes API/).first()).toBeVisible({ timeout: 30_000 })
  await expect.poll(async () => (await graphNow()).edges.length).toBeGreaterThan(10)
  await sources.kubernetes.resume()
  await expect(page.getByText(/The Kubernetes API/)).toHaveCount(0, { timeout: 60_000 })
  const ready = await (await fetch(`${sources.console.url}/api/health/ready`)).json()
  expect(ready).toMatchObject({ status: 'ok' })
  const recoveredAt = Math.floor(Date.now() / 1000)
  while (snapshot.takenAt <= recoveredAt) {
    const { from, to, patch } = liveEvents.patch.parse((await stream.next()).data)
    expect(from).toBe(seq)
    seq = to
    snapshot = applyPatch(snapshot, patch)
  }
  stream.close()
  const address = `${sources.console.url}/api/v1/graph?window=10s&at=${snapshot.takenAt}`
  expect(snapshot).toEqual(GraphSnapshot.parse(await (await fetch(address)).json()))
})

for (const how of ['unauthorized', 'forbidden', 'server-error', 'html', 'too-many-requests'] as const) {
  test(`an API server that answers ${how} is a notice, and the inventory returns when it is well`, async () => {
    const stopMisbehaving = sources.kubernetes.misbehave({ how })
    sources.kubernetes.compact()
    await expect.poll(async () => (await readiness()).kubernetes, { timeout: 30_000 }).toBe('down')
    await expect.poll(async () => (await graphNow()).edges.length).toBeGreaterThan(10)
    stopMisbehaving()
    await expect.poll(async () => (await readiness()).kubernetes, { timeout: 30_000 }).toBe('ok')
  })
}

test('with both sources down the page says so, and comes back by itself', async ({ page }) => {
  await openGraph(page)
  await sources.prometheus.behave('down')
  await sources.kubernetes.halt()
  await expect(page.getByText(/Prometheus .*unknown/).first()).toBeVisible({ timeout: 30_000 })
  const ready = await (await fetch(`${sources.console.url}/api/health/ready`)).json()
  expect(ready).toMatchObject({ status: 'down' })
  await sources.prometheus.behave('well')
  await sources.kubernetes.resume()
  await expect(page.getByText(/^live/)).toBeVisible({ timeout: 60_000 })
})

async function readiness(): Promise<Record<string, string>> {
  const { sources: states } = await (await fetch(`${sources.console.url}/api/health/ready`)).json()
  return Object.fromEntries(states.map(({ source, status }: { source: string; status: string }) => [source, status]))
}

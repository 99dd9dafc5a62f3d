import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ApplyRequest, ChangeIntent } from '../../domain/changes/change-intent.ts'
import { nobodyAsked } from '../../domain/follow-up/acknowledgement.ts'
import { certainWrites } from '../../server/certain-writes.ts'
import { queuedWrites } from '../../server/write-queue.ts'
import type { FakeKubernetes } from '../../testing/fake-kubernetes.ts'
import { SkippingClock } from '../../testing/skipping-clock.ts'
import { WatchedFakes } from '../../testing/watched-fakes.ts'
import { applyChange } from '../../usecases/apply-change.ts'
import { undoChange } from '../../usecases/undo-change.ts'

const istio = '/apis/networking.istio.io/v1'
const records = '/apis/exantas.dev/v1alpha1/changerecords'
const item = `${istio}/namespaces/shop/virtualservices/cart`
const ann = { name: 'ann' }
const fakes = new WatchedFakes()
afterEach(() => fakes.closeAll())

const odd = { 'example.com/note': 'kept\nas it "is"' }
const routes = [
  { name: 'all', fieldOfTomorrow: { deep: [1, null] }, route: [to('v1', 90), to('v2', 10)], retries: { attempts: 3 } },
]
const half: ChangeIntent = { kind: 'set-weights', namespace: 'shop', service: 'cart', weights: { v1: 50, v2: 50 } }

function to(subset: string, weight: number): object {
  return { destination: { host: 'cart', subset }, weight }
}

function deployment(version: string): { metadata: { name: string; namespace: string } } {
  const labels = { app: 'cart', version }
  return {
    metadata: { name: `cart-${version}`, namespace: 'shop' },
    ...{ spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels } } } },
    ...{ status: { readyReplicas: 1 } },
  }
}

/** An API server with a service of two versions, and a console before it. */
async function house() {
  const fake = await fakes.server()
  fake.serve(`${istio}/virtualservices`, 'VirtualService')
  fake.serve(`${istio}/destinationrules`, 'DestinationRule')
  fake.serve(records, 'ChangeRecord')
  fake.put('/apis/apps/v1/deployments', deployment('v1'))
  fake.put('/apis/apps/v1/deployments', deployment('v2'))
  const subsets = ['v1', 'v2'].map((name) => ({ name, labels: { version: name } }))
  const head = (kind: string) => ({ apiVersion: 'networking.istio.io/v1', kind })
  const metadata = { name: 'cart', namespace: 'shop', annotations: odd }
  fake.put(`${istio}/destinationrules`, { ...head('DestinationRule'), metadata, spec: { host: 'cart', subsets } })
  fake.put(`${istio}/virtualservices`, { ...head('VirtualService'), metadata, spec: { hosts: ['cart'], http: routes } })
  const watching = await fakes.watch([fake])
  const clock = new SkippingClock()
  const pace = { perSecond: 1, burst: 5, objectPauseSeconds: 2 }
  const { cluster, writes } = queuedWrites(certainWrites(watching.cluster), clock, pace)
  const proxies = { acknowledgement: async () => nobodyAsked('not-configured'), istioVersion: async () => undefined }
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const ctx = { cluster, writes, records: watching.records, proxies, clock, log, signal: new AbortController().signal }
  await vi.waitFor(async () => expect((await cluster.inventory()).objects).toHaveLength(2), { timeout: 10_000 })
  return { fake, ctx, clock }
}

const stored = async ({ ctx }: Awaited<ReturnType<typeof house>>) =>
  ctx.cluster.read({
    ...{ cluster: 'Kubernetes', apiVersion: 'networking.istio.io/v1' },
    ...{ kind: 'VirtualService', namespace: 'shop', name: 'cart' },
  })

async function request(at: Awaited<ReturnType<typeof house>>): Promise<ApplyRequest> {
  const { metadata } = await stored(at)
  return { ...half, resourceVersions: { 'VirtualService/shop/cart': metadata.resourceVersion ?? null } } as ApplyRequest
}

const putsOf = (fake: FakeKubernetes) =>
  fake.requests.filter(({ method, path, query }) => method === 'PUT' && path === item && query.get('dryRun') === null)

describe('a change on an API server', () => {
  it('moves the weights and nothing else, and undo leaves the object as it was', async () => {
    const at = await house()
    const before = await stored(at)
    const record = await applyChange(at.ctx, ann, await request(at))
    const after = await stored(at)
    const moved = [{ ...routes[0], route: [to('v1', 50), to('v2', 50)] }]
    expect(after).toEqual({
      ...before,
      metadata: { ...before.metadata, resourceVersion: after.metadata.resourceVersion },
      spec: { hosts: ['cart'], http: moved },
    })
    expect(record.status).toMatchObject({ phase: 'applied', resourceVersions: [after.metadata.resourceVersion] })
    await undoChange(at.ctx, ann, { namespace: 'shop', name: record.metadata.name })
    expect((await stored(at)).spec).toEqual(before.spec)
    expect((await at.ctx.records.list({ service: 'cart' })).map(({ status }) => status?.phase)).toEqual([
      'applied',
      'undone',
    ])
  })

  it('waits as long as it is asked to, and is written once', async () => {
    const at = await house()
    const asked = await request(at)
    const begun = at.clock.now()
    const [status, times] = [429, 1]
    at.fake.script({ method: 'PUT', path: item, status: 200, body: await stored(at), times })
    at.fake.script({ method: 'PUT', path: item, status, headers: { 'retry-after': '4' }, times })
    await applyChange(at.ctx, ann, asked)
    expect(at.clock.now() - begun).toBeGreaterThanOrEqual(4)
    expect(putsOf(at.fake)).toHaveLength(2)
  })

  it('is a conflict when somebody writes between the check and the write', async () => {
    const at = await house()
    const asked = await request(at)
    const body = { kind: 'Status', code: 409, reason: 'Conflict', message: 'the object has been modified' }
    at.fake.script({ method: 'PUT', path: item, status: 200, body: await stored(at), times: 1 })
    at.fake.script({ method: 'PUT', path: item, status: 409, body, times: 1 })
    await expect(applyChange(at.ctx, ann, asked)).rejects.toMatchObject({
      code: 'conflict',
      params: { reason: 'stale' },
    })
    expect(putsOf(at.fake)).toHaveLength(1)
    expect(await at.ctx.records.list({})).toMatchObject([
      { status: { phase: 'failed', failure: { code: 'conflict' } } },
    ])
  })

  it('is not begun where records are not installed', async () => {
    const at = await house()
    const asked = await request(at)
    at.fake.unserve(records)
    await expect(applyChange(at.ctx, ann, asked)).rejects.toMatchObject({
      code: 'unavailable',
      params: { reason: 'records-not-installed', manifest: 'deploy/crds/changerecords.yaml' },
    })
    expect(putsOf(at.fake)).toEqual([])
  })
})

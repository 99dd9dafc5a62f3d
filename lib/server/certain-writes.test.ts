import { afterEach, describe, expect, it } from 'vitest'
import type { AppError } from '../domain/errors.ts'
import type { KubernetesObject } from '../domain/mesh/kubernetes-object.ts'
import type { FakeKubernetes } from '../testing/fake-kubernetes.ts'
import { WatchedFakes } from '../testing/watched-fakes.ts'
import { certainWrites } from './certain-writes.ts'

const collection = '/apis/networking.istio.io/v1/virtualservices'
const inShop = '/apis/networking.istio.io/v1/namespaces/shop/virtualservices'
const item = `${inShop}/cart`
const forReal = { dryRun: false }
const fakes = new WatchedFakes()
afterEach(() => fakes.closeAll())

const route = (spec: object, resourceVersion?: string): KubernetesObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'cart', namespace: 'shop', ...(resourceVersion !== undefined && { resourceVersion }) },
  spec,
})
const reference = {
  cluster: 'Kubernetes',
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  namespace: 'shop',
  name: 'cart',
}

/** An API server with `cart` as it is told, and what it does with one write. */
async function serving(stored: object | undefined) {
  const fake = await fakes.server()
  fake.serve(collection, 'VirtualService')
  const version = stored === undefined ? undefined : put(fake, stored)
  const { cluster, clock } = await fakes.watch([fake])
  await cluster.inventory()
  return { fake, clock, version, certain: certainWrites(cluster) }
}

function put(fake: FakeKubernetes, spec: object): string {
  const { metadata } = fake.put(collection, { ...route(spec) })
  return metadata.resourceVersion ?? ''
}

const failureOf = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => Promise.reject(new Error('it did not fail')),
    (error) => error,
  )

describe('a write nobody answered for', () => {
  it('is done where the object says what was meant', async () => {
    const { fake, certain, version } = await serving({ hosts: ['a'] })
    fake.script({ method: 'PUT', path: item, status: 500, times: 1 })
    const meant = route({ hosts: ['b'] }, version)
    const stored = put(fake, { hosts: ['b'] })
    const { object } = await certain.replace('Kubernetes', meant, forReal)
    expect(object.metadata.resourceVersion).toBe(stored)
  })

  it('is not done where the API server failed and the object is as it was, and may be tried again', async () => {
    const { fake, certain, version } = await serving({ hosts: ['a'] })
    fake.script({ method: 'PUT', path: item, status: 503, headers: { 'retry-after': '2' }, times: 1 })
    const { code, params } = await failureOf(certain.replace('Kubernetes', route({ hosts: ['b'] }, version), forReal))
    expect([code, params.reason, params.retryAfterSeconds, params.outcome]).toEqual([
      'unavailable',
      'http-503',
      2,
      undefined,
    ])
  })

  it('stays unknown where the connection broke: it may still arrive', async () => {
    const { fake, certain, version } = await serving({ hosts: ['a'] })
    fake.script({ method: 'PUT', path: item, connection: 'reset', times: 1 })
    const { params } = await failureOf(certain.replace('Kubernetes', route({ hosts: ['b'] }, version), forReal))
    expect(params.outcome).toBe('unknown')
  })

  it('is a conflict where somebody else has written', async () => {
    const { fake, certain, version } = await serving({ hosts: ['a'] })
    fake.script({ method: 'PUT', path: item, connection: 'reset', times: 1 })
    put(fake, { hosts: ['c'] })
    expect(await failureOf(certain.replace('Kubernetes', route({ hosts: ['b'] }, version), forReal))).toMatchObject({
      code: 'conflict',
      params: { reason: 'stale', name: 'cart' },
    })
  })

  it('stays unknown where the object cannot be read either', async () => {
    const { fake, certain, version } = await serving({ hosts: ['a'] })
    fake.script({ method: 'PUT', path: item, status: 500, times: 1 })
    fake.script({ method: 'GET', path: item, status: 500, times: 1 })
    const { params } = await failureOf(certain.replace('Kubernetes', route({ hosts: ['b'] }, version), forReal))
    expect(params.outcome).toBe('unknown')
  })

  it('created what is there, or nothing', async () => {
    const { fake, certain } = await serving(undefined)
    fake.script({ method: 'POST', path: inShop, status: 500, times: 2 })
    const { params } = await failureOf(certain.create('Kubernetes', route({ hosts: ['b'] }), forReal))
    expect(params.outcome).toBeUndefined()
    put(fake, { hosts: ['b'] })
    expect((await certain.create('Kubernetes', route({ hosts: ['b'] }), forReal)).object.spec).toEqual({ hosts: ['b'] })
  })

  it('removed what is gone, or nothing', async () => {
    const { fake, certain, version = '' } = await serving({ hosts: ['a'] })
    fake.script({ method: 'DELETE', path: item, status: 500, times: 2 })
    const options = { ...forReal, resourceVersion: version }
    expect((await failureOf(certain.remove(reference, options))).params.outcome).toBeUndefined()
    fake.remove(collection, 'cart', 'shop')
    await expect(certain.remove(reference, options)).resolves.toBeUndefined()
  })

  it('is not looked into where the answer was clear', async () => {
    const { fake, certain, version } = await serving({ hosts: ['a'] })
    const body = { kind: 'Status', message: 'no', reason: 'Forbidden', code: 403 }
    fake.script({ method: 'PUT', path: item, status: 403, body, times: 1 })
    expect((await failureOf(certain.replace('Kubernetes', route({}, version), forReal))).code).toBe('forbidden')
    expect(fake.requests.filter(({ path, method }) => path === item && method === 'GET')).toEqual([])
  })
})

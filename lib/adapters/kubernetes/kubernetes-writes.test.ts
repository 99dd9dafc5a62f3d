import { afterEach, describe, expect, it, vi } from 'vitest'
import type { KubernetesObject } from '../../domain/mesh/kubernetes-object.ts'
import type { Cluster } from '../../ports/cluster.ts'
import type { FakeKubernetes } from '../../testing/fake-kubernetes.ts'
import { WatchedFakes, type Watching } from '../../testing/watched-fakes.ts'

const fakes = new WatchedFakes()

afterEach(() => fakes.closeAll())

const collection = '/apis/networking.istio.io/v1/namespaces/shop/virtualservices'
const item = `${collection}/cart`
const forReal = { dryRun: false }
const at = {
  cluster: 'Kubernetes',
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  namespace: 'shop',
  name: 'cart',
}
const route: KubernetesObject = {
  apiVersion: at.apiVersion,
  kind: at.kind,
  metadata: { name: 'cart', namespace: 'shop' },
  spec: { hosts: ['cart'] },
}
const versioned = { ...route, metadata: { ...route.metadata, resourceVersion: '7' } }

async function serving(): Promise<Watching & { fake: FakeKubernetes }> {
  const fake = await fakes.server()
  fake.serve('/apis/networking.istio.io/v1/virtualservices', 'VirtualService')
  const watching = await fakes.watch([fake])
  await watching.cluster.inventory()
  return { fake, ...watching }
}

const status = (code: number, reason: string, message: string, details: object = {}) => ({
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  code,
  reason,
  message,
  details,
})

const replace = (cluster: Cluster) => cluster.replace('Kubernetes', versioned, forReal)
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error) => error,
  )
const writesOf = (fake: FakeKubernetes) => fake.requests.filter(({ path }) => path.startsWith(collection))

describe('what is sent', () => {
  it('asks for strict validation under its own name, and for a dry run only when told to', async () => {
    const { fake, cluster } = await serving()
    fake.script({ method: 'POST', path: collection, status: 201, body: route })
    fake.script({ method: 'PUT', path: item, body: versioned })
    await cluster.create('Kubernetes', route, { dryRun: true })
    await cluster.replace('Kubernetes', versioned, forReal)
    expect(writesOf(fake).map(({ query }) => Object.fromEntries(query))).toEqual([
      { fieldManager: 'exantas', fieldValidation: 'Strict', dryRun: 'All' },
      { fieldManager: 'exantas', fieldValidation: 'Strict' },
    ])
    expect(fake.bodies).toEqual([route, versioned])
  })

  it('removes one version of an object, or any', async () => {
    const { fake, cluster } = await serving()
    fake.script({ method: 'DELETE', path: item, body: status(200, '', '') })
    await cluster.remove(at, { dryRun: true, resourceVersion: '7' })
    await cluster.remove(at, forReal)
    const options = { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background' }
    expect(fake.bodies).toEqual([{ ...options, preconditions: { resourceVersion: '7' }, dryRun: ['All'] }, options])
  })

  it('gives back what was stored with every field, even those that no program should have', async () => {
    const { fake, cluster } = await serving()
    const body =
      '{"apiVersion":"networking.istio.io/v1","kind":"VirtualService","metadata":{"name":"cart","namespace":"shop","__proto__":{"a":1},"x":[]},"spec":{"__proto__":"s","z":null},"odd":1e3}'
    fake.script({ method: 'GET', path: item, body })
    expect(await cluster.read(at)).toEqual(JSON.parse(body))
    expect(Object.hasOwn((await cluster.read(at)).metadata, '__proto__')).toBe(true)
  })

  it('asks the authorizer about the caller', async () => {
    const { fake, cluster } = await serving()
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'
    fake.script({ method: 'POST', path, status: 201, body: { status: { allowed: true } }, times: 1 })
    fake.script({ method: 'POST', path, status: 201, body: { status: { denied: true } } })
    const attributes = {
      verb: 'update',
      group: 'networking.istio.io',
      resource: 'virtualservices',
      namespace: 'shop',
    } as const
    expect(await cluster.mayDo({ cluster: 'Kubernetes', ...attributes })).toBe(true)
    expect(await cluster.mayDo({ cluster: 'Kubernetes', ...attributes })).toBe(false)
    expect(fake.bodies.at(-1)).toMatchObject({ spec: { resourceAttributes: attributes } })
  })
})

describe('what comes back', () => {
  it('unquotes every warning, and gives each once', async () => {
    const { fake, cluster } = await serving()
    const warning = [
      '299 - "a \\"quoted\\" \\\\ text, with a comma"',
      '299 - "one" "Sat, 21 Nov 2026 10:00:00 GMT", 299 - "two"',
      '299 - "one"',
      Buffer.from('299 - "wörtlich"', 'utf8').toString('latin1'),
      'nonsense',
    ]
    fake.script({ method: 'PUT', path: item, headers: { Warning: warning }, body: versioned })
    const { warnings } = await replace(cluster)
    expect(warnings).toEqual(['a "quoted" \\ text, with a comma', 'one', 'two', 'wörtlich'])
  })

  const denied =
    'admission webhook "rev.validation.istio.io" denied the request: configuration is invalid: weight -1 < 0'
  const strict =
    'VirtualService in version "v1" cannot be handled as a VirtualService: strict decoding error: unknown field "spec.htp"'
  const schema = 'VirtualService.networking.istio.io "cart" is invalid: spec.http[0].timeout: Invalid value: "0s"'
  const terminating =
    'virtualservices "cart" is forbidden: unable to create new content in namespace shop because it is being terminated'
  it.each([
    [409, 'Conflict', 'the object has been modified', 'conflict', { reason: 'stale' }],
    [409, 'AlreadyExists', 'virtualservices "cart" already exists', 'conflict', { reason: 'already-exists' }],
    [
      400,
      '',
      denied,
      'invalid',
      {
        reason: 'denied-by-webhook',
        webhook: 'rev.validation.istio.io',
        message: 'configuration is invalid: weight -1 < 0',
      },
    ],
    [
      403,
      'Forbidden',
      'admission webhook "policy.example" denied the request without explanation',
      'invalid',
      { reason: 'denied-by-webhook', webhook: 'policy.example', message: '' },
    ],
    [400, 'BadRequest', strict, 'invalid', { reason: 'unknown-field', message: strict }],
    [422, 'Invalid', schema, 'invalid', { reason: 'schema', message: schema }],
    [400, 'BadRequest', 'the name is wrong', 'invalid', { reason: 'refused', message: 'the name is wrong' }],
    [405, 'MethodNotAllowed', 'no', 'invalid', { reason: 'refused' }],
    [403, 'Forbidden', terminating, 'forbidden', { reason: 'refused', message: terminating, verb: 'update' }],
    [404, 'NotFound', 'not found', 'not-found', { reason: 'kind-not-served' }],
    [401, 'Unauthorized', 'Unauthorized', 'unauthenticated', { reason: 'http-401' }],
    [413, 'RequestEntityTooLarge', 'limit is 3145728', 'too-large', { reason: 'http-413' }],
  ])('tells %d %s %j apart', async (code, reason, message, expected, params) => {
    const { fake, cluster } = await serving()
    fake.script({ method: 'PUT', path: item, status: code, body: status(code, reason, message) })
    const error = await failureOf(replace(cluster))
    const place = {
      source: 'kubernetes',
      cluster: 'Kubernetes',
      kind: 'VirtualService',
      namespace: 'shop',
      name: 'cart',
    }
    expect(error).toMatchObject({ name: 'AppError', code: expected, params: { ...place, ...params } })
    expect(error.params).not.toHaveProperty('outcome')
    expect(writesOf(fake)).toHaveLength(1)
  })

  it('names the missing right, not the account', async () => {
    const { fake, cluster } = await serving()
    const message =
      'virtualservices.networking.istio.io "cart" is forbidden: User "system:serviceaccount:people:viewer" cannot update resource'
    fake.script({ method: 'PUT', path: item, status: 403, body: status(403, 'Forbidden', message) })
    const error = await failureOf(replace(cluster))
    const params = { verb: 'update', resource: 'virtualservices', namespace: 'shop', name: 'cart' }
    expect(error).toMatchObject({ code: 'forbidden', params })
    expect(error.message).not.toContain('people:viewer')
  })

  it('tells what is absent: the object, its namespace, or the kind', async () => {
    const { fake, cluster } = await serving()
    const noRoute = status(404, 'NotFound', 'x', { name: 'cart', kind: 'virtualservices' })
    fake.script({ method: 'GET', path: item, status: 404, body: noRoute })
    await expect(cluster.read(at)).rejects.toMatchObject({ params: { kind: 'VirtualService', reason: 'absent' } })
    const noNamespace = status(404, 'NotFound', 'x', { name: 'shop', kind: 'namespaces' })
    fake.script({ method: 'POST', path: collection, status: 404, body: noNamespace, times: 1 })
    await expect(cluster.create('Kubernetes', route, forReal)).rejects.toMatchObject({
      code: 'not-found',
      params: { kind: 'Namespace', name: 'shop', reason: 'absent' },
    })
    fake.script({ method: 'POST', path: collection, status: 404, body: '404 page not found\n' })
    await expect(cluster.create('Kubernetes', route, forReal)).rejects.toMatchObject({
      code: 'not-found',
      params: { kind: 'VirtualService', reason: 'kind-not-served' },
    })
  })

  it('notices when a kind is served no more, and when it is again', async () => {
    const { fake, cluster } = await serving()
    const resource = '/apis/networking.istio.io/v1/virtualservices'
    fake.script({ method: 'GET', path: item, body: route, times: 1 })
    await cluster.read(at)
    fake.unserve(resource)
    const gone = { code: 'not-found', params: { reason: 'kind-not-served' } }
    await expect(cluster.read(at)).rejects.toMatchObject({ code: 'not-found' })
    await expect(cluster.read(at)).rejects.toMatchObject(gone)
    fake.serve(resource, 'VirtualService')
    fake.script({ method: 'GET', path: item, body: route })
    expect(await cluster.read(at)).toEqual(route)
  })
})

describe('what becomes of a write without an answer', () => {
  it.each([
    [
      'a server that is too busy',
      { status: 429, headers: { 'retry-after': '7' } },
      'unavailable',
      { reason: 'too-many-requests', retryAfterSeconds: 7 },
    ],
    [
      'a webhook that cannot be reached',
      {
        status: 500,
        body: status(
          500,
          'InternalError',
          'Internal error occurred: failed calling webhook "rev.validation.istio.io": dial tcp',
        ),
      },
      'unavailable',
      { reason: 'webhook-unreachable', webhook: 'rev.validation.istio.io' },
    ],
  ])('is that nothing was stored: %s', async (_, answer, code, params) => {
    const { fake, cluster } = await serving()
    fake.script({ method: 'PUT', path: item, ...answer })
    const error = await failureOf(replace(cluster))
    expect(error).toMatchObject({ code, params })
    expect(error.params).not.toHaveProperty('outcome')
  })

  it.each([
    [
      'a server that fails',
      { status: 500, body: status(500, 'InternalError', 'etcdserver: request timed out') },
      'unavailable',
    ],
    ['a gateway that waits no longer', { status: 504 }, 'timeout'],
    ['a connection reset instead of an answer', { connection: 'reset' }, 'unavailable'],
    ['an answer that breaks off', { body: '{"metadata":{"na', connection: 'reset' }, 'unavailable'],
    ['an answer that is no object', { body: { kind: 'Status', status: 'Success' } }, 'unavailable'],
    ['a page of a proxy in between', { body: '<html>' }, 'unavailable'],
  ] as const)('is unknown after %s, and it is not tried again', async (_, answer, code) => {
    const { fake, cluster } = await serving()
    fake.script({ method: 'PUT', path: item, ...answer })
    const error = await failureOf(replace(cluster))
    expect(error).toMatchObject({ code, params: { outcome: 'unknown' } })
    expect(writesOf(fake)).toHaveLength(1)
  })

  it('is unknown when the server does not answer in time', async () => {
    const { fake, cluster, clock } = await serving()
    fake.script({ method: 'PUT', path: item, connection: 'hang' })
    const failing = failureOf(replace(cluster))
    await vi.waitFor(() => expect(fake.bodies).toHaveLength(1))
    await clock.advance(31)
    expect(await failing).toMatchObject({ code: 'timeout', params: { reason: 'no-answer', outcome: 'unknown' } })
    expect(writesOf(fake)).toHaveLength(1)
  })

  it('is known to be nothing when the server could not be reached', async () => {
    const { fake, cluster } = await serving()
    fake.script({ method: 'GET', path: item, body: route })
    await cluster.read(at)
    await fake.halt()
    const error = await failureOf(replace(cluster))
    expect(error).toMatchObject({ code: 'unavailable', params: { reason: 'ECONNREFUSED' } })
    expect(error.params).not.toHaveProperty('outcome')
  })

  it('is never marked unknown for a dry run or a question', async () => {
    const { fake, cluster } = await serving()
    fake.script({ method: 'PUT', path: item, status: 500 })
    fake.script({ method: 'GET', path: item, status: 500 })
    for (const ask of [() => cluster.replace('Kubernetes', versioned, { dryRun: true }), () => cluster.read(at)]) {
      const error = await failureOf(ask())
      expect(error).toMatchObject({ code: 'unavailable', params: { reason: 'http-500' } })
      expect(error.params).not.toHaveProperty('outcome')
    }
  })

  it('ends with the reason of the caller who left', async () => {
    const { fake, cluster } = await serving()
    fake.script({ method: 'PUT', path: item, connection: 'hang' })
    const leave = new AbortController()
    const failing = failureOf(cluster.replace('Kubernetes', versioned, forReal, leave.signal))
    await vi.waitFor(() => expect(fake.bodies).toHaveLength(1))
    leave.abort(new Error('tab closed'))
    expect(await failing).toBe(leave.signal.reason)
  })
})

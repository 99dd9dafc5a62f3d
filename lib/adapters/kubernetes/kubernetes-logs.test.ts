import { afterEach, describe, expect, it, vi } from 'vitest'
import type { LogLine, Logs } from '../../ports/logs.ts'
import type { FakeKubernetes } from '../../testing/fake-kubernetes.ts'
import type { ScriptedAnswer } from '../../testing/scripted-answers.ts'
import { WatchedFakes, type Watching } from '../../testing/watched-fakes.ts'

const fakes = new WatchedFakes()

afterEach(() => fakes.closeAll())

const path = '/api/v1/namespaces/shop/pods/cart-1/log'
const query = { cluster: 'Kubernetes', namespace: 'shop', pod: 'cart-1', container: 'app' }
const stamped = (second: number, text: string) => `2026-11-21T10:00:${String(second).padStart(2, '0')}Z ${text}\n`

async function answering(
  answer: Omit<ScriptedAnswer, 'method' | 'path'>,
): Promise<Watching & { fake: FakeKubernetes }> {
  const fake = await fakes.server()
  fake.script({ method: 'GET', path, ...answer })
  return { fake, ...(await fakes.watch([fake])) }
}

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error) => error,
  )
const textsOf = (lines: LogLine[]) => lines.map(({ text }) => text)
const asked = (fake: FakeKubernetes) =>
  fake.requests.filter((request) => request.path === path).map((request) => Object.fromEntries(request.query))

async function followed(logs: Logs, signal?: AbortSignal): Promise<LogLine[]> {
  return Array.fromAsync(logs.follow(query, signal))
}

describe('reading', () => {
  it('asks for stamped lines of one container, within bounds', async () => {
    const { fake, logs } = await answering({ body: stamped(1, 'one') })
    expect(textsOf(await logs.read(query))).toEqual(['one'])
    await logs.read({ ...query, tailLines: 7, sinceSeconds: 60, previous: true })
    expect(asked(fake)).toEqual([
      { container: 'app', timestamps: 'true', tailLines: '1000', limitBytes: '67108864' },
      {
        container: 'app',
        timestamps: 'true',
        tailLines: '7',
        sinceSeconds: '60',
        previous: 'true',
        limitBytes: '67108864',
      },
    ])
  })

  it('keeps the newest lines that fit', async () => {
    const { logs } = await answering({
      body: Array.from({ length: 60 }, (_, at) => stamped(at, `line ${at}`)).join(''),
    })
    const lines = await logs.read({ ...query, limitBytes: 24 })
    expect(textsOf(lines)).toEqual(['line 57', 'line 58', 'line 59'])
  })

  it('does not take more than it could ever need', async () => {
    const { logs } = await answering({ body: stamped(1, 'x'.repeat(1_000_000)).repeat(68) })
    await expect(logs.read(query)).rejects.toMatchObject({ code: 'too-large', params: { name: 'cart-1' } })
  })

  it('gives up on a server that stops in the middle', async () => {
    const { fake, logs, clock } = await answering({ body: stamped(1, 'one'), connection: 'hang' })
    const failing = failureOf(logs.read(query))
    await vi.waitFor(() => expect(fake.bodies).toHaveLength(1))
    await vi.waitFor(async () => {
      await clock.advance(31)
      expect(await Promise.race([failing, undefined])).toMatchObject({ code: 'timeout' })
    })
  })
})

describe('following', () => {
  it('asks to follow, and ends with the container', async () => {
    const { fake, logs } = await answering({ body: stamped(1, 'one') + stamped(2, 'two') })
    expect(textsOf(await followed(logs))).toEqual(['one', 'two'])
    expect(asked(fake)).toEqual([{ container: 'app', timestamps: 'true', tailLines: '1000', follow: 'true' }])
  })

  it('gives each line at once and is patient with a silent container', async () => {
    const { logs, clock } = await answering({ body: stamped(1, 'one'), connection: 'hang' })
    const stop = new AbortController()
    const lines = logs.follow(query, stop.signal)[Symbol.asyncIterator]()
    expect((await lines.next()).value).toMatchObject({ text: 'one' })
    const next = failureOf(lines.next())
    await clock.advance(86_400)
    stop.abort(new Error('tab closed'))
    expect(await next).toBe(stop.signal.reason)
  })

  it('throws when the connection breaks', async () => {
    const { logs } = await answering({ body: stamped(1, 'one'), connection: 'reset' })
    await expect(followed(logs)).rejects.toMatchObject({ name: 'AppError', code: 'unavailable' })
  })

  it('hangs up when its reader leaves', async () => {
    const { fake, logs } = await answering({ body: stamped(1, 'one'), connection: 'hang' })
    for await (const line of logs.follow(query)) {
      expect(line.text).toBe('one')
      break
    }
    await vi.waitFor(() => expect(fake.openAnswers).toBe(0))
  })
})

describe('refusals', () => {
  const said = (message: string) => ({ kind: 'Status', message })
  it.each([
    [404, said('pods "cart-1" not found'), 'not-found', { kind: 'Pod', name: 'cart-1' }],
    [400, said('container app is not valid for pod cart-1'), 'not-found', { kind: 'Container', name: 'app' }],
    [
      400,
      said('previous terminated container "app" in pod "cart-1" not found'),
      'not-found',
      { kind: 'Container', reason: 'no-previous-run' },
    ],
    [
      400,
      said('container "app" in pod "cart-1" is waiting to start: ContainerCreating'),
      'unavailable',
      { kind: 'Container', reason: 'not-started' },
    ],
    [400, said('something else'), 'invalid', { reason: 'refused', message: 'something else' }],
    [403, said('pods "cart-1" is forbidden: User "x" cannot get'), 'forbidden', { verb: 'get', resource: 'pods/log' }],
    [401, said('Unauthorized'), 'unauthenticated', {}],
    [502, said('dial tcp 10.244.0.1:10250: connect: connection refused'), 'unavailable', { reason: 'http-502' }],
    [429, said('slow down'), 'unavailable', { reason: 'too-many-requests' }],
  ])('tells %d %j apart', async (status, body, code, params) => {
    const { logs } = await answering({ status, body })
    for (const work of [() => logs.read(query), () => followed(logs)]) {
      const error = await failureOf(work())
      expect(error).toMatchObject({ name: 'AppError', code, params })
      expect(error.params).not.toHaveProperty('outcome')
    }
  })
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FakeIstiods } from '../../testing/fake-istiods.ts'
import { ManualClock } from '../../testing/manual-clock.ts'
import { istiodDebug } from './istiod-debug.ts'
import { istiodProxies } from './istiod-proxies.ts'

const since = 1_790_000_000
const query = { cluster: 'Kubernetes', type: 'rds', since, namespaces: ['shop'] } as const
let istiods: FakeIstiods

beforeEach(async () => {
  istiods = await FakeIstiods.start(2)
  istiods.connect(0, 'cart-1.shop')
  istiods.connect(1, 'web-1.shop', { istio_version: '1.9.4' })
})
afterEach(() => istiods.close())

const asked = (timeoutSeconds = 5, tokenFile?: string) =>
  istiodProxies(istiodDebug({ urls: istiods.urls, timeoutSeconds, tokenFile }), new ManualClock())

describe('what proxies say of a write', () => {
  it('waits for those of every replica', async () => {
    istiods.push(since + 0.2, { behind: ['web-1.shop'] })
    expect(await asked().acknowledgement(query)).toEqual({
      state: 'waiting',
      proxies: 2,
      acknowledged: 1,
      behind: ['web-1.shop'],
      rejections: [],
    })
  })

  it('passes on why one refused', async () => {
    istiods.push(since + 0.2, { error: { proxy: 'web-1.shop', message: 'duplicate route' } })
    expect(await asked().acknowledgement(query)).toMatchObject({
      state: 'rejected',
      acknowledged: 1,
      rejections: [{ proxy: 'web-1.shop', message: 'duplicate route' }],
    })
  })

  it('does not take an error of before for a refusal', async () => {
    istiods.push(since - 5, { error: { proxy: 'web-1.shop', message: 'old' } })
    expect(await asked().acknowledgement(query)).toMatchObject({ state: 'waiting', acknowledged: 0, rejections: [] })
  })

  it('leaves out proxies of other clusters, and those that take no routes', async () => {
    istiods.connect(0, 'cart-2.shop', { cluster_id: 'east' })
    istiods.connect(0, 'ztunnel-1.shop', { resources: {} })
    istiods.push(since + 1)
    expect(await asked().acknowledgement(query)).toMatchObject({ state: 'acknowledged', proxies: 2 })
  })

  it('does not guess where istiod does not say when it sent', async () => {
    const old = await FakeIstiods.start(1)
    old.connect(0, 'cart-1.shop', { resources: undefined })
    const proxies = istiodProxies(istiodDebug({ urls: old.urls, timeoutSeconds: 5 }), new ManualClock())
    expect(await proxies.acknowledgement(query)).toMatchObject({ state: 'unknown', reason: 'no-sent-times' })
    await old.close()
  })

  it('tells the oldest version by number, not by text', async () => {
    expect(await asked().istioVersion('Kubernetes')).toBe('1.9.4')
  })
})

describe('when a replica cannot be asked', () => {
  it.each([
    [401, '', 'http-401'],
    [403, '', 'http-403'],
    [500, '', 'http-500'],
    [302, '', 'http-302'],
    [200, '<html>', 'not-istiod'],
    [200, '{"a":1}', 'not-istiod'],
  ])('says nothing of the others but that it is not known: %i %j', async (status, body, reason) => {
    istiods.push(since + 1)
    istiods.answers.set(1, { status, body })
    expect(await asked().acknowledgement(query)).toMatchObject({ state: 'unknown', proxies: 0, reason })
    expect(await asked().istioVersion('Kubernetes')).toBeUndefined()
  })

  it('does not wait for one that is silent', async () => {
    istiods.answers.set(0, 'hang')
    expect(await asked(0.05).acknowledgement(query)).toMatchObject({ state: 'unknown', reason: 'timeout' })
  })

  it('says so when nobody listens', async () => {
    const proxies = istiodProxies(istiodDebug({ urls: ['http://127.0.0.1:1'], timeoutSeconds: 5 }), new ManualClock())
    expect(await proxies.acknowledgement(query)).toMatchObject({ state: 'unknown', reason: 'connection' })
  })
})

describe('the token', () => {
  it('is read anew for each question, and missed loudly', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'istiod-token-'))
    const tokenFile = join(directory, 'token')
    const proxies = asked(5, tokenFile)
    await writeFile(tokenFile, 'one\n')
    await proxies.acknowledgement(query)
    await writeFile(tokenFile, 'two')
    await proxies.acknowledgement(query)
    expect(istiods.authorizations).toEqual(['Bearer one', 'Bearer one', 'Bearer two', 'Bearer two'])
    await rm(directory, { recursive: true })
    expect(await proxies.acknowledgement(query)).toMatchObject({ state: 'unknown', reason: 'token-unreadable' })
  })
})

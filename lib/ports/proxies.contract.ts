import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AcknowledgementQuery, Proxies } from './proxies.ts'

export interface ProxiesFixture {
  proxies: Proxies
  cluster: string
  /** Has proxies that take clusters and routes. */
  namespace: string
  /** Changes something all of these proxies are sent, and returns the moment just before. */
  change(): Promise<number>
  /** Lets proxies take what they were sent. */
  settle(): Promise<void>
  stop?(): Promise<void>
}

/** The law of the port `Proxies`. */
export function proxiesContract(title: string, make: () => Promise<ProxiesFixture>): void {
  describe(`Proxies: ${title}`, () => {
    let fixture: ProxiesFixture
    beforeAll(async () => {
      fixture = await make()
    }, 120_000)
    afterAll(() => fixture?.stop?.())

    const asked = (since: number, more: Partial<AcknowledgementQuery> = {}) => {
      const { proxies, cluster, namespace } = fixture
      return proxies.acknowledgement({ cluster, type: 'rds', since, namespaces: [namespace], ...more })
    }

    it('tells nothing acknowledged that was sent before, however well that was taken', async () => {
      const since = await fixture.change()
      await fixture.settle()
      const told = await asked(since + 60)
      expect(told).toMatchObject({ state: 'waiting', acknowledged: 0, rejections: [] })
      expect(told.proxies).toBeGreaterThan(0)
      expect(told.behind.length).toBeGreaterThan(0)
      expect(told.behind.every((proxy) => proxy.endsWith(`.${fixture.namespace}`))).toBe(true)
    })

    it.each(['cds', 'rds'] as const)('tells %s acknowledged by every proxy once all have it', async (type) => {
      const since = await fixture.change()
      await fixture.settle()
      const told = await asked(since, { type })
      expect(told).toMatchObject({ state: 'acknowledged', behind: [], rejections: [] })
      expect([told.proxies > 0, told.acknowledged]).toEqual([true, told.proxies])
    })

    it('has nobody to wait for in a namespace without proxies', async () => {
      const since = await fixture.change()
      expect(await asked(since, { namespaces: ['no-such-namespace'] })).toMatchObject({
        state: 'acknowledged',
        proxies: 0,
      })
    })

    it('knows the version of Istio', async () => {
      expect(await fixture.proxies.istioVersion(fixture.cluster)).toMatch(/^1\.\d+\.\d+/)
    })

    it('rejects with the reason of the caller who stopped', async () => {
      const reason = new Error('tab closed')
      const query = { cluster: fixture.cluster, type: 'rds', since: 0, namespaces: [] } as const
      await expect(fixture.proxies.acknowledgement(query, AbortSignal.abort(reason))).rejects.toBe(reason)
    })
  })
}

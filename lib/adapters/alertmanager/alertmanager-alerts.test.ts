import { createServer, type RequestListener, type Server } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { Alert } from '../../domain/alerts/alert.ts'
import { alertId } from '../../domain/alerts/alert-id.ts'
import { mergeAlerts } from '../../domain/alerts/merge-alerts.ts'
import { type AlertingServers, alertingServers, firingAlert } from '../../testing/mesh-alerts.ts'
import { prometheusAlerts } from '../prometheus/prometheus-alerts.ts'
import { prometheusApi } from '../prometheus/prometheus-api.ts'
import { alertmanagerAlerts } from './alertmanager-alerts.ts'

describe('a real Alertmanager and the real Prometheus that tells it', () => {
  let servers: AlertingServers
  const sent = () => alertmanagerAlerts({ baseUrl: servers.alertmanager.url, headers: {} }).list()
  const ruled = () => prometheusAlerts(prometheusApi({ baseUrl: servers.prometheus.url, headers: {} })).list()

  beforeAll(async () => {
    servers = await alertingServers()
  }, 120_000)
  afterAll(() => servers?.stop())

  it('give an alert the fingerprint that Alertmanager gives it', async () => {
    const response = await fetch(`${servers.alertmanager.url}/api/v2/alerts`)
    const told = (await response.json()) as { fingerprint: string; labels: Record<string, string> }[]
    expect(told.map(({ labels }) => alertId(labels))).toEqual(told.map(({ fingerprint }) => fingerprint))
  })

  it('become one row an alert, although only one of them has the external labels', async () => {
    const [, rules] = [await sent(), await ruled()]
    const merged = mergeAlerts(await sent(), rules)
    expect(merged.map(({ name, state, source }) => [name, state, source]).sort()).toEqual([
      ['CartSlow', 'pending', 'prometheus'],
      ['PaymentsFailing', 'firing', 'alertmanager'],
    ])
    const one = merged.find(({ name }) => name === firingAlert.name)
    expect(one).toMatchObject({
      labels: { prometheus: 'monitoring/k8s' },
      generatorUrl: expect.stringMatching(/^http/),
    })
    expect(one?.id).toBe(rules.find(({ name }) => name === firingAlert.name)?.id)
  })

  it('show an alert that a person silenced as suppressed, and say so for both', async () => {
    await silence(servers.alertmanager.url, firingAlert.name)
    await vi.waitFor(async () => expect(await sent()).toMatchObject([{ state: 'suppressed' }]), { timeout: 20_000 })
    const merged = mergeAlerts(await sent(), await ruled())
    expect(merged.find(({ name }) => name === firingAlert.name)?.state).toBe('suppressed')
  })
})

async function silence(url: string, alertname: string): Promise<void> {
  const now = Date.now()
  const response = await fetch(`${url}/api/v2/silences`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      matchers: [{ name: 'alertname', value: alertname, isRegex: false, isEqual: true }],
      startsAt: new Date(now).toISOString(),
      endsAt: new Date(now + 600_000).toISOString(),
      createdBy: 'eve',
      comment: 'known',
    }),
  })
  expect(response.status).toBe(200)
}

describe('an Alertmanager in trouble', () => {
  let server: Server | undefined
  const seen: { url?: string | undefined; authorization?: string | undefined; tenant?: unknown }[] = []

  async function answering(listener: RequestListener): Promise<string> {
    server = createServer((request, response) => {
      const { authorization, 'x-scope-orgid': tenant } = request.headers
      seen.push({ url: request.url, authorization, tenant })
      listener(request, response)
    })
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  }

  afterEach(async () => {
    seen.length = 0
    server?.closeAllConnections()
    await new Promise((resolve) => server?.close(resolve) ?? resolve(undefined))
    server = undefined
  })

  const page = '<html>secret-of-the-proxy</html>'
  it.each<[string, RequestListener, string, object]>([
    ['401', (_, response) => response.writeHead(401).end(page), 'unauthenticated', { status: 401 }],
    ['403', (_, response) => response.writeHead(403).end(page), 'forbidden', { status: 403 }],
    ['500', (_, response) => response.writeHead(500).end(page), 'unavailable', { reason: 'server-error' }],
    ['404', (_, response) => response.writeHead(404).end(page), 'unavailable', { reason: 'not-alertmanager' }],
    ['a page', (_, response) => response.writeHead(200).end(page), 'unavailable', { reason: 'not-alertmanager' }],
    ['half an answer', (_, response) => response.writeHead(200).end('[{"labels":'), 'unavailable', {}],
    ['another shape', (_, response) => response.writeHead(200).end('[{"labels":7}]'), 'unavailable', {}],
    [
      'a way to the login page',
      (_, response) => response.writeHead(302, { location: '/login' }).end(),
      'unavailable',
      { status: 302 },
    ],
    ['a cut line', (_, response) => response.destroy(), 'unavailable', {}],
    ['silence', () => undefined, 'timeout', { timeoutSeconds: 0.3 }],
    ['too much', (_, response) => response.writeHead(200).end(' '.repeat(3000)), 'too-large', { maxBytes: 2000 }],
  ])('answers %s: the failure says what that means, and nothing of the page', async (_, listener, code, params) => {
    const baseUrl = await answering(listener)
    const alerts = alertmanagerAlerts({ baseUrl, headers: {}, timeoutSeconds: 0.3, maxResponseBytes: 2000 })
    const failure: unknown = await alerts.list().catch((error: unknown) => error)
    expect(failure).toMatchObject({ code, params: { source: 'alertmanager', ...params } })
    expect(String(failure)).not.toContain('secret-of-the-proxy')
  })

  it('does not listen: the failure is unavailable, and passes when it does', async () => {
    const baseUrl = await answering((_, response) => response.end('[]'))
    const alerts = alertmanagerAlerts({ baseUrl, headers: {} })
    expect(await alerts.list()).toEqual([])
    server?.closeAllConnections()
    await new Promise((resolve) => server?.close(resolve))
    await expect(alerts.list()).rejects.toMatchObject({ code: 'unavailable', params: { reason: 'ECONNREFUSED' } })
  })

  it('tells an alert once that comes twice, and knows the grade and name of none whose labels say none', async () => {
    const told = (labels: object) => ({ labels, startsAt: '2026-01-01T00:00:00Z', status: { state: 'active' } })
    const all = [told({}), told({ alertname: 'A', severity: 'constructor' }), told({})]
    const baseUrl = await answering((_, response) => response.end(JSON.stringify(all)))
    const alerts = await alertmanagerAlerts({ baseUrl, headers: {} }).list()
    expect(alerts).toMatchObject([
      { name: '', severity: 'none' },
      { name: 'A', severity: 'none' },
    ])
    expect(alerts.map((alert) => Alert.safeParse(alert).success)).toEqual([true, true])
  })

  it('sends a packed answer that is far larger unpacked: reading ends at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, ' '))
    const baseUrl = await answering((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
    const alerts = alertmanagerAlerts({ baseUrl, headers: {}, maxResponseBytes: 100_000 })
    await expect(alerts.list()).rejects.toMatchObject({ code: 'too-large' })
  })

  it('drips its answer: the time to answer counts to the last byte', async () => {
    let drip: NodeJS.Timeout | undefined
    const baseUrl = await answering((_, response) => {
      response.writeHead(200)
      drip = setInterval(() => response.write(' '), 20)
      response.once('close', () => clearInterval(drip))
    })
    const alerts = alertmanagerAlerts({ baseUrl, headers: {}, timeoutSeconds: 0.3 })
    await expect(alerts.list()).rejects.toMatchObject({ code: 'timeout' })
  })

  it('is asked below the path of its address, with credentials and headers', async () => {
    const url = await answering((_, response) => response.end('[]'))
    const baseUrl = `${url.replace('//', '//eve:p%40ss@')}/alertmanager/`
    await alertmanagerAlerts({ baseUrl, headers: { 'X-Scope-OrgID': 'shop' } }).list()
    expect(seen).toEqual([
      { url: '/alertmanager/api/v2/alerts', authorization: `Basic ${btoa('eve:p@ss')}`, tenant: 'shop' },
    ])
  })
})

import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { AlertList } from '../../lib/domain/alerts/alert.ts'
import { GraphSnapshot } from '../../lib/domain/graph/snapshot.ts'
import { type AlertmanagerServer, startAlertmanager } from '../../lib/testing/alertmanager-server.ts'
import { FakeKubernetes } from '../../lib/testing/fake-kubernetes.ts'
import { type FakePrometheus, startFakePrometheus } from '../../lib/testing/fake-prometheus.ts'
import { type PrometheusServer, startPrometheus } from '../../lib/testing/prometheus-server.ts'
import { type Product, startProduct } from '../support/product.ts'

/** The shipped rules, evaluated each second and without patience. */
const rules = readFileSync('deploy/prometheus/alert-rules.yaml', 'utf8')
  .replace(/interval: \d+s/g, 'interval: 1s')
  .replace(/ {8}for: .*\n/g, '')

let mesh: Product
let alertmanager: AlertmanagerServer
let store: PrometheusServer
let first: FakePrometheus
let second: FakePrometheus
let kubernetes: FakeKubernetes
let product: Product

test.beforeAll(async () => {
  test.setTimeout(180_000)
  mesh = await startProduct({ EXANTAS_SOURCE: 'demo' })
  alertmanager = await startAlertmanager()
  store = await startPrometheus({
    scrape: { target: new URL(mesh.url).host, path: '/api/demo/metrics', intervalSeconds: 1 },
    rules,
    alertmanager: alertmanager.address,
    externalLabels: { prometheus: 'monitoring/k8s' },
  })
  ;[first, second] = await Promise.all([
    startFakePrometheus({ upstream: store.url }),
    startFakePrometheus({ upstream: store.url }),
  ])
  kubernetes = await FakeKubernetes.start()
  product = await startProduct({
    EXANTAS_SOURCE: 'cluster',
    EXANTAS_PROMETHEUS_URL: `${first.url}, ${second.url}`,
    EXANTAS_PROMETHEUS_PARAMS: 'dedup=true&partial_response=false',
    EXANTAS_PROMETHEUS_TIMEOUT_SECONDS: '5',
    EXANTAS_ALERTMANAGER_URL: alertmanager.url,
    KUBECONFIG: await kubernetes.kubeconfig(),
  })
  await expect.poll(async () => (await graphNow()).edges.length, { timeout: 60_000 }).toBeGreaterThan(10)
})

test.afterAll(async () => {
  await product?.stop()
  await Promise.all([first, second, store, alertmanager, mesh].map((server) => server?.stop()))
  await kubernetes?.close()
})

async function graphNow(): Promise<GraphSnapshot> {
  return GraphSnapshot.parse(await (await fetch(`${product.url}/api/v1/graph?window=10s`)).json())
}

async function alertsNow(query = ''): Promise<AlertList> {
  return AlertList.parse(await (await fetch(`${product.url}/api/v1/alerts${query}`)).json())
}

async function prometheusNow(): Promise<object> {
  const ready = await (await fetch(`${product.url}/api/health/ready`)).json()
  return ready.sources.find(({ source }: { source: string }) => source === 'prometheus')
}

const failing = ({ alerts }: AlertList) =>
  alerts.find(({ name, subject }) => name === 'MeshServiceFailing' && subject.service === 'payments')

test('one Prometheus of two goes: the graph goes on without a notice, readiness says who answers, and both down is told', async ({
  page,
}) => {
  await page.goto(`${product.url}/graph?window=10s`)
  await expect(page.getByText(/^live/)).toBeVisible()
  expect(await prometheusNow()).toMatchObject({ status: 'ok', answeredBy: new URL(first.url).host })
  await first.behave('down')
  await expect.poll(prometheusNow).toMatchObject({ status: 'ok', answeredBy: new URL(second.url).host })
  expect((await graphNow()).edges.length).toBeGreaterThan(10)
  await expect(page.getByText(/Prometheus .*unknown/)).toHaveCount(0)
  await second.behave('down')
  await expect(page.getByText(/Prometheus .*unknown/).first()).toBeVisible({ timeout: 30_000 })
  expect(await prometheusNow()).toMatchObject({ status: 'down' })
  await first.behave('well')
  await second.behave('well')
  await expect(page.getByText(/Prometheus .*unknown/)).toHaveCount(0, { timeout: 30_000 })
})

test('every query carries the parameters that Thanos wants', () => {
  const asked = [...first.requests, ...second.requests].map(({ parameters }) => parameters)
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.filter((told) => told.get('dedup') !== 'true' || told.get('partial_response') !== 'false')).toEqual([])
})

test('alerts of the shipped rules are one row each, whichever of two sources told of them', async () => {
  await expect
    .poll(async () => failing(await alertsNow()), { timeout: 60_000 })
    .toMatchObject({
      state: 'firing',
      severity: 'critical',
      source: 'alertmanager',
      subject: { namespace: 'pay', service: 'payments' },
      summary: expect.stringMatching(/^payments fails .*% of the requests/),
    })
  const { alerts, notices } = await alertsNow()
  expect(notices).toEqual([])
  expect(new Set(alerts.map(({ id }) => id)).size).toBe(alerts.length)
  expect((await alertsNow('?namespaces=pay')).alerts.map(({ subject }) => subject.namespace)).not.toContain('shop')
  expect((await alertsNow('?namespaces=no-such-place')).alerts).toEqual([])
})

test('without Alertmanager the rules still tell, by the same id, and a notice says what is unknown', async () => {
  const before = failing(await alertsNow())
  await alertmanager.stop()
  await expect
    .poll(async () => (await alertsNow()).notices)
    .toMatchObject([{ source: 'alertmanager', code: 'unavailable' }])
  expect(failing(await alertsNow())).toMatchObject({ id: before?.id, source: 'prometheus' })
})

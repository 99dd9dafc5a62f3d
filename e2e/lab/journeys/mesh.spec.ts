import { expect, type Page, test } from '@playwright/test'
import { ServiceDetail } from '../../../lib/domain/graph/service-detail.ts'
import { GraphSnapshot } from '../../../lib/domain/graph/snapshot.ts'
import { type Product, startProduct } from '../../support/product.ts'
import { stopHostProcess } from '../host-process.ts'
import { startObservability } from '../host-processes.ts'
import { identityKubeconfig } from '../identities.ts'
import { apply, kubectl } from '../kubectl.ts'
import { lab } from '../settings.ts'
import { behave } from '../suites/support/behave.ts'
import { podOf } from '../suites/support/pods.ts'
import { numberFrom } from '../suites/support/prometheus.ts'
import { busyVisitors } from '../suites/support/visitors.ts'

let product: Product
let visitors: { restore(): Promise<void> }

test.beforeAll(async () => {
  visitors = await busyVisitors(30)
  product = await startProduct({
    EXANTAS_SOURCE: 'cluster',
    EXANTAS_PROMETHEUS_URL: lab.urls.prometheus,
    EXANTAS_PROMETHEUS_TIMEOUT_SECONDS: '5',
    KUBECONFIG: await identityKubeconfig('console'),
  })
})

test.afterAll(async () => {
  await product?.stop()
  await visitors?.restore()
})

const open = (page: Page, path: string) => page.goto(`${product.url}${path}`)

/** A row of the table twin by its caller and callee. */
function callRow(page: Page, source: string, target: string) {
  return page
    .getByRole('row')
    .filter({ has: page.getByTitle(source, { exact: true }) })
    .filter({ has: page.getByTitle(target, { exact: true }) })
}

test('the overview says that payments v2 is what is wrong, and who only suffers from it', async ({ page }) => {
  await open(page, '/overview')
  const worst = page.getByRole('article').first()
  await expect(worst).toContainText(/payments v2 fails: .* 503/, { timeout: 90_000 })
  await expect(worst).toContainText('v1 is fine')
  await expect(worst).toContainText('checkout')
  await expect(page.getByRole('main')).toContainText(/fresh, 5 s scrapes/)
  await expect(page.getByRole('main')).toContainText('watching')
})

test('the graph has the gateway, the TCP database and the bank outside', async ({ page }) => {
  await open(page, '/graph')
  await expect(page.getByRole('img', { name: /Traffic graph: \d+ nodes, \d+ calls/ })).toBeVisible()
  await page.keyboard.press('t')
  await expect(callRow(page, 'ingressgateway', 'frontend v12')).toContainText('HTTP')
  await expect(callRow(page, 'frontend v12', 'currency v1')).toContainText('gRPC')
  await expect(callRow(page, 'catalog v3', 'catalog-db')).toContainText('TCP')
  await expect(callRow(page, 'payments v1', 'api.bank.example')).toContainText('HTTP')
})

test('the page of payments splits 75 to 25, by the numbers that Prometheus has', async ({ page }) => {
  const windowSeconds = 60
  const at = Math.floor(Date.now() / 1000) - 10
  const scope = `window=${windowSeconds}s&at=${at}`
  const answer = await fetch(`${product.url}/api/v1/services/pay/payments?${scope}`)
  const { versions } = ServiceDetail.parse(await answer.json())
  expect(versions.map(({ version }) => version)).toEqual(['v1', 'v2'])
  const measured = await Promise.all(versions.map(({ version }) => paymentsPerSecond(version, windowSeconds, at)))
  for (const [index, { node }] of versions.entries()) {
    expect((node?.requestsPerSecond ?? 0) / (measured[index] ?? 0)).toBeCloseTo(1, 4)
  }
  const [v1 = 0, v2 = 0] = measured
  const share = v1 / (v1 + v2)
  expect(share).toBeGreaterThan(0.6)
  expect(share).toBeLessThan(0.9)
  await open(page, `/services/pay/payments?${scope}`)
  await expect(page.getByRole('heading', { name: 'payments' })).toBeVisible()
  const row = page.getByRole('row').filter({ hasText: /^v1/ }).first()
  await expect(row).toContainText('%')
  const shown = Number(/^v1(\d+\.\d+)%/.exec((await row.textContent()) ?? '')?.[1])
  // Both are rounded: the page to a tenth of a percent, the answer to six digits.
  expect(Math.abs(shown - share * 100)).toBeLessThan(0.051)
  await expect(page.getByText('VirtualService')).toBeVisible()
})

/** What arrived at one version: counted by the caller's proxy, and by the callee's where the caller has none. */
async function paymentsPerSecond(version: string, windowSeconds: number, at: number): Promise<number> {
  const of = (labels: string) =>
    `sum(rate(istio_requests_total{destination_workload="payments-${version}",${labels}}[${windowSeconds}s]))`
  const [felt, outside] = await Promise.all([
    numberFrom(of('reporter="source"'), at),
    numberFrom(of('reporter="destination",source_workload="unknown"'), at),
  ])
  expect(felt).toBeGreaterThan(0)
  expect(outside).toBeGreaterThan(0)
  return felt + outside
}

test('the list has every service of the shop', async ({ page }) => {
  await open(page, '/services')
  const shop = ['cart', 'catalog', 'catalog-db', 'checkout', 'currency', 'frontend', 'recommendation', 'search']
  for (const name of [...shop, 'shipping', 'fraud', 'ledger', 'payments']) {
    await expect(page.getByRole('link').getByTitle(name, { exact: true })).toBeVisible()
  }
})

test('an Istio object that somebody applies appears without reload and goes when it is deleted', async ({ page }) => {
  const name = 'cart-journey'
  await open(page, '/services/shop/cart')
  await expect(page.getByText('Policies that name it')).toBeVisible()
  await expect(page.getByTitle(`shop/${name}`)).toHaveCount(0)
  try {
    await apply({
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name, namespace: 'shop' },
      spec: { host: 'cart.shop.svc.cluster.local', trafficPolicy: { connectionPool: { http: { maxRetries: 100 } } } },
    })
    await expect(page.getByTitle(`shop/${name}`)).toBeVisible()
  } finally {
    await kubectl(['-n', 'shop', 'delete', 'destinationrule', name, '--ignore-not-found'])
  }
  await expect(page.getByTitle(`shop/${name}`)).toHaveCount(0)
})

test('a version that begins to fail is named without reload, and no more once it is well', async ({ page }) => {
  const pod = await podOf('shop', 'app=search')
  const problem = page.getByRole('article').filter({ hasText: 'search v5' })
  await open(page, '/overview?window=20s')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(problem).toHaveCount(0)
  try {
    behave(pod, { failShare: 0.6, failCode: 500 })
    await expect(problem).toContainText(/fails: .* 500/)
  } finally {
    behave(pod, undefined)
  }
  await expect(problem).toHaveCount(0)
})

test('a restart of Prometheus is said, the last known graph stands as such, and it is over by itself', async ({
  page,
}) => {
  await open(page, '/graph?window=20s&view=table')
  await expect(page.getByText(/^live/)).toBeVisible()
  const notice = page.getByText(/Prometheus does not answer/)
  const visits = callRow(page, 'ingressgateway', 'frontend v12')
  await expect(visits).toBeVisible()
  try {
    await stopHostProcess('prometheus')
    await expect(notice.first()).toBeVisible()
    await expect(page.getByText(/^stale, as of/)).toBeVisible()
    await expect(visits).toContainText('rps')
    const now = GraphSnapshot.parse(await (await fetch(`${product.url}/api/v1/graph`)).json())
    expect(now.edges).toEqual([])
    expect(new Set(now.nodes.map(({ health }) => health))).toEqual(new Set(['unknown']))
  } finally {
    await startObservability()
  }
  await expect(notice).toHaveCount(0)
  await expect(page.getByText(/^live/)).toBeVisible()
  await expect(visits).toContainText('rps')
})

test('everything is said in Chinese to those who choose it', async ({ page, context }) => {
  await context.addCookies([{ name: 'locale', value: 'zh', url: product.url }])
  await open(page, '/overview')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/现在有 \d+ 处异常/)
  await expect(page.getByRole('article').filter({ hasText: 'payments v2' })).toContainText('故障')
  await open(page, '/services/pay/payments')
  await expect(page.getByRole('heading', { name: 'payments' })).toBeVisible()
  await expect(page.getByText('调用方').first()).toBeVisible()
})

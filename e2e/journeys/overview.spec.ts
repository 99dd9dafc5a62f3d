import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { Overview, OverviewHistory } from '../../lib/domain/overview/overview.ts'
import { expect, test } from '../support/demo.ts'
import { type Product, refuseToStart, startProduct } from '../support/product.ts'
import { type RealSources, startRealSources } from '../support/real-sources.ts'

const main = (page: Page) => page.getByRole('main')
const worst = (page: Page) => page.getByRole('article').first()

test('the overview says what is wrong, since when, what it costs and where to look', async ({ page, request }) => {
  await page.goto('/overview')
  await expect(worst(page)).toContainText(/payments v2 fails: .*% of its requests, 503/)
  await expect(worst(page)).toContainText(/rps fail of .* rps/)
  await expect(worst(page)).toContainText('v1 is fine')
  await expect(worst(page)).toContainText(/since before \d\d:\d\d/)
  await expect(worst(page).getByRole('img', { name: /^Share that fails, .* at most .* %/ })).toBeVisible()
  await expect(worst(page).getByRole('link')).toHaveText(['Topology', 'Diagnose', 'Service', 'Workload'])
  const answer = Overview.parse(await (await request.get('/api/v1/overview?window=60s')).json())
  const history = OverviewHistory.parse(await (await request.get('/api/v1/overview/history?window=60s')).json())
  expect(history.problems.map(({ id }) => id)).toEqual(answer.problems.map(({ id }) => id))
  const shares = history.problems[0]?.points.filter((point) => point !== null) ?? []
  expect(shares.length).toBeGreaterThan(50)
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
  expect(mean).toBeCloseTo(0.18, 1)
})

test('from the overview to the failing call it is two clicks, and one to the workload that fails', async ({ page }) => {
  await page.goto('/overview')
  await worst(page).getByRole('link', { name: 'Topology' }).click()
  const panel = page.getByRole('complementary')
  await panel.getByRole('region', { name: 'Top failing calls' }).getByRole('button').first().click()
  await expect(page).toHaveURL(/sel=http%3A/)
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText(/→/)
  await page.goto('/overview')
  await worst(page).getByRole('link', { name: 'Workload' }).click()
  await expect(page).toHaveURL(/\/workloads\/pay\/payments-v2/)
  await expect(page.getByRole('heading', { level: 1, name: 'payments-v2' })).toBeVisible()
})

test('alerts that fire stand beside it, and the facts say what the mesh is and who told', async ({ page }) => {
  await page.goto('/overview')
  const alerts = page.getByRole('region', { name: 'Alerts' })
  await expect(alerts.getByRole('listitem').first()).toContainText('MeshServiceFailing')
  await alerts.getByRole('link', { name: 'Topology at its start' }).first().click()
  await expect(page).toHaveURL(/\/graph\?.*sel=/)
  await page.goBack()
  const mesh = page.getByRole('region', { name: 'The mesh' })
  await expect(mesh).toContainText(/Services\s*13/)
  await expect(mesh).toContainText(/In the mesh\s*\d+ of \d+ pods/)
  await expect(mesh).toContainText(/Prometheus\s*fresh, 5 s scrapes/)
  await expect(mesh).toContainText('One service has thresholds of its own')
  await expect(main(page)).toContainText('Nothing, as far as rollouts and mesh objects tell.')
})

test('a moment of the past says so and is read once', async ({ page }) => {
  const at = Math.floor(Date.now() / 1000) - 7200
  let asked = 0
  page.on('request', (request) => {
    asked += new URL(request.url()).pathname === '/api/v1/overview' ? 1 : 0
  })
  await page.goto(`/overview?at=${at}`)
  await expect(page.getByRole('heading', { name: /things? (was|were) wrong at/ })).toBeVisible()
  await expect(page.locator('[data-live="past"]')).toBeVisible()
  expect(asked).toBe(1)
})

test('pages and everything by name are reached by keys', async ({ page }) => {
  await page.goto('/overview')
  await expect(worst(page)).toBeVisible()
  for (const [key, path] of [
    ['w', '/workloads'],
    ['a', '/alerts'],
    ['o', '/overview'],
  ]) {
    await page.keyboard.press('g')
    await page.keyboard.press(key ?? '')
    await expect(page).toHaveURL(new RegExp(`${path}(\\?|$)`))
  }
  const palette = page.getByRole('dialog')
  for (const [typed, path] of [
    ['payments-v2', /\/workloads\/pay\/payments-v2/],
    ['payments pay', /\/services\/pay\/payments/],
    ['MeshVersion', /\/alerts\?.*sel=/],
  ] as const) {
    await page.keyboard.press('Control+k')
    await palette.getByRole('combobox').fill(typed)
    await expect(palette.getByRole('option').first()).toContainText(typed.split(' ')[0] ?? '')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(path)
  }
})

for (const theme of ['light', 'dark']) {
  for (const locale of ['en', 'zh']) {
    test(`the overview is accessible: ${theme}, ${locale}`, async ({ page, context, demo }) => {
      await context.addCookies([
        { name: 'theme', value: theme, url: demo.url },
        { name: 'locale', value: locale, url: demo.url },
      ])
      await page.goto('/overview')
      await expect(worst(page).getByRole('img').nth(1)).toBeVisible()
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    })
  }
}

test('thresholds from an annotation show where they apply', async ({ page }) => {
  await page.goto('/services/shop/recommendation')
  await expect(page.getByRole('main')).toContainText(/failing from 3[.0]*\s%, set by the service/)
  await page.goto('/graph?type=service')
  await expect(page.getByRole('list', { name: /legend/i })).toContainText('1 node with thresholds of their own')
})

test.describe('a thousand services', () => {
  let large: Product
  test.beforeAll(async () => {
    large = await startProduct({ EXANTAS_SOURCE: 'demo', EXANTAS_DEMO_SERVICES: '1000' })
  })
  test.afterAll(() => large.stop())

  test('are one small answer in which the failing one comes first', async ({ page, request }) => {
    const body = await (await request.get(`${large.url}/api/v1/overview`)).text()
    expect(body.length).toBeLessThan(20_000)
    const { mesh, takenAt } = Overview.parse(JSON.parse(body))
    expect(mesh.services).toBeGreaterThan(990)
    // How much is wrong in so large a mesh differs from minute to minute.
    for (let at = takenAt - 60; ; at -= 60) {
      const { problems, problemCount } = Overview.parse(
        await (await request.get(`${large.url}/api/v1/overview?at=${at}`)).json(),
      )
      if (problemCount > problems.length) {
        await page.goto(`${large.url}/overview?at=${at}`)
        await expect(worst(page)).toContainText('fails')
        await expect(page.getByRole('article')).toHaveCount(problems.length)
        const more = `${problemCount - problems.length} more in the topology`
        await expect(main(page).getByRole('link', { name: more })).toBeVisible()
        return
      }
      expect(problemCount).toBe(problems.length)
      expect(takenAt - at).toBeLessThan(3600)
    }
  })
})

test.describe('a configuration file of thresholds', () => {
  let folder: string
  test.beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'thresholds-'))
  })
  test.afterAll(() => rmSync(folder, { recursive: true }))

  function file(text: string): string {
    const path = join(folder, 'thresholds.yaml')
    writeFileSync(path, text)
    return path
  }

  test('that calls nothing wrong makes the overview say that nothing is, and how it knows', async ({ page }) => {
    const health = 'failing=90%, degraded=80%, client-errors=90%'
    const path = file(`thresholds:\n  - namespace: "*"\n    health: ${health}\n`)
    const lenient = await startProduct({ EXANTAS_SOURCE: 'demo', EXANTAS_THRESHOLDS_FILE: path })
    try {
      await page.goto(`${lenient.url}/overview`)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing is wrong')
      await expect(main(page)).toContainText(/connections that carried traffic .* stayed below the thresholds/)
      await expect(main(page)).toContainText('13 services have thresholds of their own')
      await expect(page.getByRole('article')).toHaveCount(0)
    } finally {
      await lenient.stop()
    }
  })

  test('that cannot be read ends the start with the place of the mistake', async () => {
    const path = file('thresholds:\n  - namespace: shop\n    health: failing=lots\n')
    const { code, output } = await refuseToStart({
      EXANTAS_SOURCE: 'demo',
      PORT: '0',
      EXANTAS_THRESHOLDS_FILE: path,
    })
    expect(code).toBe(2)
    expect(output).toContain('EXANTAS_THRESHOLDS_FILE')
    expect(output).toContain('thresholds.0.health: failing is not a share such as 2%')
  })
})

test.describe('with a real Prometheus and an API server', () => {
  let sources: RealSources
  const window = 'window=10s'

  test.beforeAll(async () => {
    test.setTimeout(180_000)
    sources = await startRealSources()
    await expect.poll(async () => (await overviewNow()).problems[0]?.target.name, { timeout: 90_000 }).toBe('payments')
  })
  test.afterAll(() => sources.stop())

  async function overviewNow(): Promise<Overview> {
    return Overview.parse(await (await fetch(`${sources.console.url}/api/v1/overview?${window}`)).json())
  }

  test('the history of a problem is one query, and has its share as soon as there is a step of it', async () => {
    const isRange = ({ path }: { path: string }) => path.endsWith('/query_range')
    const history = async () => {
      const answer = await fetch(`${sources.console.url}/api/v1/overview/history?${window}`)
      return OverviewHistory.parse(await answer.json())
    }
    const before = sources.prometheus.requests.filter(isRange).length
    await history()
    expect(sources.prometheus.requests.filter(isRange).length - before).toBe(1)
    const shares = async () => (await history()).problems[0]?.points.filter((share) => (share ?? 0) > 0.05)
    await expect.poll(async () => (await shares())?.length, { timeout: 120_000 }).toBeGreaterThan(0)
  })

  test('an annotation of a Service changes its judgement, one that cannot be read is said so', async ({ page }) => {
    await page.goto(`${sources.console.url}/overview?${window}`)
    await expect(worst(page)).toContainText('payments v2 fails')
    const service = (health: string) => ({
      metadata: { name: 'payments', namespace: 'pay', annotations: { 'exantas.dev/health': health } },
      spec: { ports: [{ name: 'http', port: 8080 }], selector: { app: 'payments' } },
    })
    sources.kubernetes.put('/api/v1/services', service('failing=95%, degraded=90%'))
    await expect(page.getByRole('article').filter({ hasText: 'payments v2' })).toHaveCount(0, { timeout: 30_000 })
    sources.kubernetes.put('/api/v1/services', service('failing=a lot'))
    await expect(page.getByRole('list', { name: 'Notices' })).toContainText('Service pay/payments')
    await expect(worst(page)).toContainText('payments v2 fails')
    sources.kubernetes.put('/api/v1/services', service('failing=2%'))
    await expect(page.getByText('Service pay/payments')).toHaveCount(0, { timeout: 30_000 })
  })

  test('what was rolled out stands under what is wrong', async ({ page }) => {
    const labels = { app: 'payments', version: 'v2' }
    const now = new Date().toISOString()
    sources.kubernetes.put('/apis/apps/v1/deployments', {
      metadata: { name: 'payments-v2', namespace: 'pay' },
      spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels } } },
      status: { readyReplicas: 1, conditions: [{ type: 'Progressing', status: 'True', lastUpdateTime: now }] },
    })
    await page.goto(`${sources.console.url}/overview?${window}`)
    const changes = page.getByRole('region', { name: 'Changed in the last hour' })
    await expect(changes.getByRole('row').filter({ hasText: 'payments-v2' })).toContainText('1 of 2 pods ready')
    await changes.getByRole('link', { name: 'payments-v2' }).click()
    await expect(page).toHaveURL(/\/workloads\/pay\/payments-v2/)
  })

  test('while Prometheus is down nothing is claimed to be well', async ({ page }) => {
    await page.goto(`${sources.console.url}/overview?${window}`)
    await expect(worst(page)).toBeVisible()
    await sources.prometheus.behave('down')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Whether anything is wrong cannot be told now', {
      timeout: 30_000,
    })
    await expect(page.getByRole('region', { name: 'The mesh' })).toContainText(/Prometheus\s*▲ no answer/)
    await sources.prometheus.behave('well')
    await expect(worst(page)).toContainText('payments v2', { timeout: 60_000 })
  })
})

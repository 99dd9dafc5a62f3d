import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/demo.ts'
import { type RealSources, startRealSources } from '../support/real-sources.ts'

const list = (page: Page) => page.getByRole('main').getByRole('list', { name: 'Alerts' })
const rows = (page: Page) => list(page).locator('> li')
const choice = (page: Page, name: RegExp) => page.getByRole('main').getByRole('button', { name })

test('alerts are listed with state, gravity, subject and start, and counted in the navigation', async ({ page }) => {
  await page.goto('/alerts')
  await expect(rows(page).first()).toContainText('critical')
  await expect(rows(page).first()).toContainText(/min ago/)
  await expect(rows(page).filter({ hasText: 'payments-v2' })).toContainText('MeshVersionFailing')
  const firing = await choice(page, /firing$/).innerText()
  const count = Number.parseInt(firing, 10)
  expect(count).toBeGreaterThan(1)
  await expect(page.getByRole('navigation').getByRole('link', { name: `Alerts, ${count} fire` })).toBeVisible()
})

test('state, severity and search filter the list, stand in the address and are taken back at once', async ({
  page,
}) => {
  await page.goto('/alerts')
  await choice(page, /critical$/).click()
  await expect(page).toHaveURL(/severity=critical/)
  await expect(rows(page).filter({ hasText: 'warning' })).toHaveCount(0)
  await page.keyboard.press('/')
  await page.keyboard.type('checkout')
  await expect(page).toHaveURL(/q=checkout/)
  await expect(rows(page)).toHaveCount(1)
  await page.reload()
  await expect(rows(page)).toHaveCount(1)
  await expect(choice(page, /critical$/)).toHaveAttribute('aria-pressed', 'true')
  await page.getByRole('searchbox').fill('nobody is called that')
  await expect(page.getByText('No alert is like that')).toBeVisible()
  await page.getByRole('button', { name: 'Show all alerts' }).click()
  await expect(page).not.toHaveURL(/severity|q=/)
  expect(await rows(page).count()).toBeGreaterThan(1)
})

test('the list is walked and opened by keyboard, and the address keeps what is open', async ({ page }) => {
  await page.goto('/alerts')
  const names = list(page).getByRole('button')
  await expect(names.first()).toBeVisible()
  await names.first().focus()
  await page.keyboard.press('ArrowDown')
  await expect(names.nth(1)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(names.nth(1)).toHaveAttribute('aria-expanded', 'true')
  await expect(rows(page).nth(1)).toContainText('alertname')
  await expect(page).toHaveURL(/sel=/)
  await page.reload()
  await expect(names.nth(1)).toHaveAttribute('aria-expanded', 'true')
})

test('an alert leads to the graph at its start with its subject chosen, and to its service', async ({ page }) => {
  await page.goto('/alerts?window=5m')
  const alert = rows(page).filter({ hasText: 'pay/payments' }).filter({ hasText: 'MeshServiceFailing' })
  await alert.getByRole('link', { name: 'Topology at its start' }).click()
  await expect(page).toHaveURL(/\/graph\?.*namespaces=pay/)
  await expect(page).toHaveURL(/sel=service%3Ademo%2Fpay%2Fpayments/)
  await expect(page.getByRole('complementary').getByRole('heading', { level: 2 })).toContainText('payments')
  await page.goBack()
  await alert.getByRole('link', { name: 'Service' }).click()
  await expect(page).toHaveURL(/\/services\/pay\/payments/)
})

for (const theme of ['light', 'dark']) {
  for (const locale of ['en', 'zh']) {
    test(`the list is accessible, open rows included: ${theme}, ${locale}`, async ({ page, context, demo }) => {
      await context.addCookies([
        { name: 'theme', value: theme, url: demo.url },
        { name: 'locale', value: locale, url: demo.url },
      ])
      await page.goto('/alerts')
      await page.locator('[data-alert-row]').first().click()
      await expect(page.getByText('alertname')).toBeVisible()
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    })
  }
}

test.describe('what an empty list means', () => {
  let sources: RealSources
  test.beforeAll(async () => {
    test.setTimeout(180_000)
    sources = await startRealSources()
  })
  test.afterAll(() => sources.stop())

  test('nothing fires, nobody is asked, refused and silent are four different pages', async ({ page }) => {
    await page.goto(`${sources.console.url}/alerts`)
    await expect(page.getByRole('heading', { name: 'Nothing fires' })).toBeVisible()
    await expect(page.getByRole('main')).toContainText('Prometheus’s rules answered')
    await sources.prometheus.behave('no-rules')
    await page.goto(`${sources.console.url}/alerts`)
    await expect(page.getByRole('heading', { name: 'No source of alerts is set up' })).toBeVisible({ timeout: 30_000 })
    await sources.prometheus.behave(403)
    await page.goto(`${sources.console.url}/alerts`)
    await expect(page.getByRole('heading', { name: 'You may not see this' })).toBeVisible({ timeout: 30_000 })
    await sources.prometheus.behave(500)
    await page.goto(`${sources.console.url}/alerts`)
    await expect(page.getByRole('heading', { name: 'Alerts could not be read' })).toBeVisible({ timeout: 30_000 })
    await sources.prometheus.behave('well')
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByRole('heading', { name: 'Nothing fires' })).toBeVisible({ timeout: 30_000 })
  })
})

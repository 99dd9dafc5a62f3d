import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/demo.ts'

const payments = 'object=networking.istio.io/v1/VirtualService/pay/payments'

/** The names of the list's rows, in their order. */
function names(page: Page) {
  return page.getByRole('main').getByRole('table').locator('tbody tr[data-row] td:first-child').allInnerTexts()
}

test('the list is filtered, searched and sorted by its address, and changes the address', async ({ page }) => {
  await page.goto('/services?health=failing&sort=name')
  await expect.poll(() => names(page)).toEqual(['checkout', 'payments'])
  await page.getByRole('button', { name: /^health:/ }).click()
  await page.getByRole('menuitemcheckbox', { name: 'failing' }).click()
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/health=/)
  await page.getByRole('searchbox', { name: /Find by name/ }).fill('pay')
  await expect(page).toHaveURL(/q=pay/)
  await expect.poll(() => names(page)).toEqual(['fraud', 'ledger', 'payments'])
  await page.getByRole('button', { name: 'rate' }).click()
  await expect(page).toHaveURL(/sort=-rate/)
  await expect(page.getByRole('columnheader', { name: 'rate' })).toHaveAttribute('aria-sort', 'descending')
})

test('the list is walked by keyboard to the page of a service', async ({ page }) => {
  await page.goto('/services?sort=name')
  const links = page.getByRole('main').getByRole('table').getByRole('link')
  await links.first().focus()
  await page.keyboard.press('End')
  await expect(links.last()).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowDown')
  await expect(links.last()).toBeFocused()
  await page.keyboard.press('Home')
  await expect(links.first()).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/services\/shop\/cart/)
})

test('what matches nothing says so and offers the way back', async ({ page }) => {
  await page.goto('/workloads?q=nobody&health=failing')
  await expect(page.getByRole('heading', { name: /Nothing matches “nobody”/ })).toBeVisible()
  await page.getByRole('button', { name: 'Clear search and filters' }).click()
  await expect.poll(async () => (await names(page)).length).toBeGreaterThan(10)
})

test('a service’s charts are told apart by version, status, flag and caller, as the address says', async ({ page }) => {
  await page.goto('/services/pay/payments')
  const requests = page.getByRole('img', { name: /^Requests:/ })
  await expect(requests).toHaveAccessibleName(/v1 .* rps; v2 .* rps/)
  await expect(page.getByRole('img', { name: /^Latency:/ })).toHaveAccessibleName(/v1 \d+–\d+ ms/)
  await page.getByRole('combobox', { name: /^by:/ }).click()
  await page.getByRole('option', { name: 'caller' }).click()
  await expect(page).toHaveURL(/by=caller/)
  await expect(requests).toHaveAccessibleName(/unknown caller .*; shop\/checkout-v9 .*/)
  await expect(page.getByRole('img', { name: /^Latency:/ })).toHaveAccessibleName(/shop\/checkout-v9 \d+–\d+ ms/)
  await page.goto('/services/pay/payments?by=code&stat=mean&seen=itself')
  await expect(requests).toHaveAccessibleName(/200 .*503 .*/)
  await expect(page.getByRole('img', { name: /^Latency:/ })).toHaveAccessibleName(/503 [\d.]+ ms/)
  await expect(page.getByRole('combobox', { name: 'as seen by: itself' })).toBeVisible()
})

test('a chart tells its query, and a moment in it leads to the graph as it was', async ({ page }) => {
  await page.goto('/services/pay/payments')
  await page.getByRole('button', { name: 'PromQL of “Requests”' }).click()
  await expect(page.getByRole('dialog')).toContainText(/istio_requests_total\{.*destination_service_name="payments"/)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'One step earlier' }).click()
  await expect(page).toHaveURL(/moment=\d+/)
  const moment = /moment=(\d+)/.exec(page.url())?.[1]
  await page.getByRole('link', { name: 'Graph at this moment' }).click()
  await expect(page).toHaveURL(new RegExp(`/graph\\?.*at=${moment}`))
  await expect(page.getByRole('complementary').getByText('payments').first()).toBeVisible()
})

test('a TCP service shows bytes and connections', async ({ page }) => {
  await page.goto('/services/shop/catalog-db?by=caller')
  for (const title of ['Received', 'Sent', 'Connections']) {
    await expect(page.getByRole('img', { name: new RegExp(`^${title}:`) })).toHaveAccessibleName(/shop\/search-v5 /)
  }
})

test('an object opens as YAML, and its fields lead on to the rule, the workload and back', async ({ page }) => {
  await page.goto('/services/pay/payments')
  await page
    .getByRole('row', { name: /VirtualService/ })
    .getByRole('link', { name: 'payments' })
    .click()
  await expect(page).toHaveURL(new RegExp(payments))
  const route = page.getByRole('region', { name: 'YAML of VirtualService payments' })
  await expect(route).toContainText('subset: v2')
  await expect(route).not.toContainText('managedFields')
  await route
    .getByRole('link', { name: /DestinationRule payments/ })
    .first()
    .click()
  const rule = page.getByRole('region', { name: 'YAML of DestinationRule payments' })
  await expect(rule).toContainText('version: v2')
  await rule.getByRole('link', { name: /workload payments-v2/ }).click()
  await expect(page).toHaveURL(/\/workloads\/pay\/payments-v2/)
  await page.goBack()
  await page.goBack()
  await expect(route).toBeVisible()
})

test('nothing but mesh objects can be read, and of them no bookkeeping', async ({ request }) => {
  const secret = await request.get('/api/v1/objects?apiVersion=v1&kind=Secret&namespace=pay&name=payments')
  expect(secret.status()).toBe(400)
  const query = 'apiVersion=networking.istio.io/v1&kind=VirtualService&namespace=pay&name=payments'
  const { object } = await (await request.get(`/api/v1/objects?${query}`)).json()
  expect(object.spec.hosts).toEqual(['payments.pay.svc.cluster.local'])
  expect(object.metadata).not.toHaveProperty('managedFields')
})

test('what is not ready is found in the list, told with its cost and its mending, and links to itself', async ({
  page,
}) => {
  await page.goto('/workloads?ready=warning,info&sort=-readiness')
  await expect.poll(() => names(page)).toEqual(['batch-settle', 'catalog-db'])
  await page.getByRole('link', { name: 'batch-settle' }).click()
  await page.getByRole('link', { name: '2 findings' }).click()
  const finding = page.getByRole('listitem').filter({ hasText: '1 of 1 pods of batch-settle run without a sidecar' })
  await expect(finding).toContainText('no mutual TLS')
  await expect(finding).toContainText('Restart the pods')
  await page.goto('/services/shop/catalog-db')
  await page.getByText('Pods of catalog-db carry no version label').click()
  await expect(page.getByText('cannot be told apart by version')).toBeVisible()
})

test('a workload’s page tells who calls it, what it calls, its pods and its history both ways', async ({ page }) => {
  await page.goto('/workloads?q=payments-v2')
  await page.getByRole('link', { name: 'payments-v2' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'payments-v2' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'checkout-v9' })).toBeVisible()
  await expect(page.getByRole('cell', { name: /^payments-v2-/ })).toBeVisible()
  await expect(page.getByRole('img', { name: /^Requests:/ })).toHaveAccessibleName(/v2 [\d.]+ rps/)
  await page.getByRole('combobox', { name: 'traffic: received' }).click()
  await page.getByRole('option', { name: 'sent' }).click()
  await expect(page).toHaveURL(/dir=out/)
  await page.goto('/workloads/pay/payments-v2?dir=out&by=caller')
  await expect(page.getByRole('img', { name: /^Requests:/ })).toHaveAccessibleName(/pay\/fraud .*pay\/ledger/)
  await page.getByRole('link', { name: 'service payments' }).click()
  await expect(page).toHaveURL(/\/services\/pay\/payments/)
})

test('a gateway’s page begins with what it sends', async ({ page }) => {
  await page.goto('/workloads/edge/ingressgateway')
  await expect(page.getByRole('combobox', { name: 'traffic: sent' })).toBeVisible()
  await expect(page.getByRole('img', { name: /^Requests:/ })).toHaveAccessibleName(/rps/)
})

test('a workload nobody knows is said to be unknown', async ({ page }) => {
  await page.goto('/workloads/shop/nobody')
  await expect(page.getByRole('heading', { name: 'No such workload' })).toBeVisible()
})

for (const theme of ['light', 'dark']) {
  for (const locale of ['en', 'zh']) {
    test(`lists and pages of services and workloads are accessible: ${theme}, ${locale}`, async ({
      page,
      context,
      demo,
    }) => {
      await context.addCookies([
        { name: 'theme', value: theme, url: demo.url },
        { name: 'locale', value: locale, url: demo.url },
      ])
      const pages = ['/services?sort=-rate', '/workloads?ready=warning', `/services/pay/payments?${payments}`]
      for (const path of [...pages, '/services/shop/catalog-db', '/workloads/pay/batch-settle']) {
        await page.goto(path)
        await expect(page.getByRole('main').getByRole('table').first()).toBeVisible()
        await expect(page.getByRole('main').getByRole('status')).toHaveCount(0)
        const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze()
        expect(violations.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.html}`)).toEqual([])
      }
    })
  }
}

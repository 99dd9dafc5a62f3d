import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '../support/demo.ts'

test('from what is wrong to the failing version on the graph and its service page in three clicks', async ({
  page,
}) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { name: /thing.* wrong now/ })).toBeVisible()
  await page.getByRole('main').getByRole('link', { name: 'Topology' }).first().click()
  await expect(page).toHaveURL(/\/graph\?.*sel=/)
  await expect(page.getByRole('complementary').getByText('payments').first()).toBeVisible()
  await page.goBack()
  await page.getByRole('main').getByRole('link', { name: 'Service' }).first().click()
  await expect(page).toHaveURL(/\/services\/pay\/payments/)
  await expect(page.getByRole('heading', { name: /payments/ })).toBeVisible()
})

test('a link reproduces scope, selection and table; unknown parameters do not break it', async ({ page }) => {
  await page.goto('/graph?namespaces=pay,shop&window=5m&type=service&view=table&nonsense=1&at=broken')
  await expect(page.getByRole('table')).toBeVisible()
  await expect(page.getByRole('banner').getByText('last 5 min')).toBeVisible()
  await page.keyboard.press('t')
  await expect(page.getByRole('table')).toHaveCount(0)
})

test('the table twin has the edges of the graph, sorts, and is walked by keyboard', async ({ page, request }) => {
  const graph = await (await request.get('/api/v1/graph?window=60s')).json()
  await page.goto('/graph?view=table')
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(graph.edges.length + 1)
  await page
    .getByRole('columnheader', { name: /errors/i })
    .getByRole('button')
    .click()
  await expect(page.getByRole('columnheader', { name: /errors/i })).toHaveAttribute('aria-sort', /ascending|descending/)
})

test('g then a letter goes to a page, and language and theme stay chosen', async ({ page }) => {
  await page.goto('/overview')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await expect(page).toHaveURL(/\/services/)
  await page.getByRole('button', { name: /中文/ }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh')
  await expect(page.getByRole('heading', { name: '服务' })).toBeVisible()
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh')
})

test('a moment in the past is shown as such and stays the same', async ({ page }) => {
  const at = Math.floor(Date.now() / 1000) - 86_400
  await page.goto(`/graph?view=table&at=${at}`)
  await expect(page.getByRole('table')).toBeVisible()
  const before = await page.getByRole('table').innerText()
  await page.reload()
  await expect(page.getByRole('table')).toBeVisible()
  await expect.poll(() => page.getByRole('table').innerText()).toBe(before)
})

test('a hidden tab closes its stream and goes on when it is seen again', async ({ page, request }) => {
  const streams = async () =>
    Number(/exantas_live_streams (\d+)/.exec(await (await request.get('/metrics')).text())?.[1])
  const before = await streams()
  await page.goto('/graph')
  await expect.poll(streams).toBe(before + 1)
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await expect.poll(streams).toBe(before)
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await expect.poll(streams).toBe(before + 1)
})

for (const theme of ['light', 'dark']) {
  for (const locale of ['en', 'zh']) {
    test(`every page is accessible: ${theme}, ${locale}`, async ({ page, context, demo }) => {
      await context.addCookies([
        { name: 'theme', value: theme, url: demo.url },
        { name: 'locale', value: locale, url: demo.url },
      ])
      for (const path of ['/overview', '/graph', '/graph?view=table', '/services', '/services/pay/payments']) {
        await page.goto(path)
        await expect(page.getByRole('main')).toContainText(/payments|\d+ ?(healthy|健康)/)
        const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze()
        expect(violations.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.html}`)).toEqual([])
      }
    })
  }
}

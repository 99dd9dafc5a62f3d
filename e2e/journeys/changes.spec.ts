import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test as shared } from '../support/demo.ts'
import { type Product, startProduct } from '../support/product.ts'
import { canaryHandle, setShare, steering, walkCanary } from '../support/walk-canary.ts'

/** A mesh of its own, as its traffic is moved. */
const test = shared.extend<object, { demo: Product }>({
  demo: [
    async ({ playwright: _ }, use) => {
      const demo = await startProduct({ EXANTAS_SOURCE: 'demo', EXANTAS_WRITES_PER_SECOND: '20' })
      await use(demo)
      await demo.stop()
    },
    { scope: 'worker' },
  ],
})
test.describe.configure({ mode: 'serial' })

const catalog = '/services/shop/catalog'

test('traffic is moved from 0 to 10, 50 and 100 percent by the handle and the keyboard, and taken back', async ({
  page,
}) => {
  // Four changes, each followed until traffic shows it.
  test.setTimeout(240_000)
  await walkCanary(page, `${catalog}#traffic`)
})

test('a share under one percent is typed', async ({ page }) => {
  await page.goto(catalog)
  const dialog = await setShare(page, '0.1')
  await expect(dialog).toHaveAccessibleName('Send 99.9 % to v3')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
})

test('what somebody else wrote between preview and apply is told, and nothing is lost', async ({ page, request }) => {
  await page.goto(catalog)
  const dialog = await setShare(page, '20')
  await dialog.getByRole('textbox', { name: 'Why? Kept with the change' }).fill('my reason')
  const intent = { kind: 'set-weights', namespace: 'shop', service: 'catalog', weights: { v3: 70, v4: 30 } }
  const preview = await (await request.post('/api/v1/changes/preview', { data: intent })).json()
  const theirs = await request.post('/api/v1/changes', {
    data: { ...intent, resourceVersions: preview.resourceVersions },
  })
  expect(theirs.status()).toBe(200)
  await dialog.getByRole('button', { name: 'Send 80 % to v3' }).click()
  const conflict = dialog.getByRole('alert').filter({ hasText: 'Somebody else wrote meanwhile' })
  await expect(conflict.getByRole('region', { name: 'What they changed' })).toContainText('70')
  await expect(conflict.getByRole('region', { name: 'What you meant to change' })).toContainText('80')
  await expect(dialog.getByRole('textbox', { name: 'Why? Kept with the change' })).toHaveValue('my reason')
  await dialog.getByRole('button', { name: 'Send 80 % to v3' }).click()
  await expect(dialog).toBeHidden()
  await expect(steering(page)).toContainText('Weights v3 80 %, v4 20 %')
})

test('testers are led to a version and let go again', async ({ page }) => {
  await page.goto(catalog)
  await steering(page).getByRole('button', { name: 'Add testers…' }).click()
  const form = page.getByRole('form', { name: 'Testers' })
  await expect(form.getByRole('button', { name: 'Preview testers…' })).toBeDisabled()
  await form.getByRole('textbox', { name: 'header' }).fill('x-canary')
  await form.getByRole('textbox', { name: 'value' }).fill('alice')
  await form.getByRole('button', { name: 'Preview testers…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('x-canary')
  await dialog.getByRole('button', { name: 'Send testers to v4' }).click()
  await expect(steering(page)).toContainText('Testers: x-canary=alice → v4')
  await steering(page).getByRole('button', { name: 'Remove…' }).click()
  await dialog.getByRole('button', { name: 'Send testers to v4 no more' }).click()
  await expect(steering(page)).not.toContainText('Testers: x-canary=alice')
})

test('requests are mirrored to a version and no more', async ({ page }) => {
  await page.goto(catalog)
  await steering(page).getByRole('button', { name: 'Mirror…' }).click()
  const form = page.getByRole('form', { name: 'Mirror' })
  await form.getByRole('spinbutton').fill('30')
  await form.getByRole('button', { name: 'Preview mirror…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(/copied to v4/)
  await dialog.getByRole('button', { name: 'Mirror 30 % to v4' }).click()
  await expect(steering(page)).toContainText(/Mirror: 30 % of .* → v4/)
  await steering(page).getByRole('button', { name: 'Remove…' }).click()
  await dialog.getByRole('button', { name: 'Stop mirroring to v4' }).click()
  await expect(steering(page)).not.toContainText('Mirror: 30 %')
})

test('all that was done is on the page of changes, by service and object, and as marks on the charts', async ({
  page,
}) => {
  await page.goto('/overview')
  await expect(page.getByRole('banner')).toContainText(/live \d/)
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await expect(page).toHaveURL(/\/changes/)
  const rows = page.getByRole('table', { name: 'Changes, the newest first' }).locator('tbody tr')
  await expect(rows.first()).toContainText('Mirror to v4 removed')
  await page.getByRole('searchbox', { name: 'Service', exact: true }).fill('payments')
  await expect(page.getByRole('heading', { name: 'No change meets these conditions' })).toBeVisible()
  await page.goto('/changes?object=VirtualService/shop/catalog&namespaces=shop')
  await rows.first().getByRole('link', { name: 'Mirror to v4 removed' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('catalog: Mirror to v4 removed')
  await expect(page.getByRole('region', { name: /Change VirtualService shop\/catalog/ })).toContainText('mirror')
  const address = page.url()
  await page.goto(catalog)
  await expect(page.getByRole('list', { name: 'Changes in this time' }).first().getByRole('link').first()).toBeVisible()
  await page.goto(address)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('catalog')
})

test('a viewer without rights is told which one is missing, and finds every handle shut', async ({ page }) => {
  await page.route('**/api/v1/services/shop/catalog/split*', async (route) => {
    const answer = await route.fetch()
    const missing = [{ verb: 'update', group: 'networking.istio.io', resource: 'virtualservices', namespace: 'shop' }]
    await route.fulfill({ response: answer, json: { ...(await answer.json()), rights: { isAllowed: false, missing } } })
  })
  await page.goto(catalog)
  await expect(steering(page)).toContainText(
    'update on virtualservices.networking.istio.io in namespace shop is missing',
  )
  await expect(canaryHandle(page)).toBeDisabled()
  await expect(steering(page).getByRole('button', { name: 'Preview change…' })).toBeDisabled()
  await expect(steering(page).getByRole('button', { name: 'Add testers…' })).toBeDisabled()
})

test('the topology leads to the handle', async ({ page }) => {
  await page.goto('/graph?type=service&view=table&sel=service:demo/shop/catalog')
  await page.getByRole('complementary').getByRole('link', { name: 'Shift traffic…' }).click()
  await expect(page).toHaveURL(/\/services\/shop\/catalog.*#traffic/)
  await expect(canaryHandle(page)).toBeFocused()
})

for (const theme of ['light', 'dark'] as const) {
  test(`the handle, the preview and the changes meet WCAG AA in the ${theme} theme`, async ({
    page,
    context,
    baseURL,
  }) => {
    await context.addCookies([{ name: 'theme', value: theme, url: baseURL ?? '' }])
    await page.goto(catalog)
    await setShare(page, '33')
    await expectAccessible(page)
    await page.goto('/changes')
    await expect(page.getByRole('table')).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('table').getByRole('link').first().click()
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectAccessible(page)
  })
}

async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
}

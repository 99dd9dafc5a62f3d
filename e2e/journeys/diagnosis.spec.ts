import { AxeBuilder } from '@axe-core/playwright'
import type { APIRequestContext, Page } from '@playwright/test'
import { MeshDiagnosis } from '../../lib/domain/diagnosis/mesh-diagnosis.ts'
import { expect, test } from '../support/demo.ts'

const main = (page: Page) => page.getByRole('main')

/** The demo's failures come by chance: at some moments they are so many more that something may have begun, at most not. */
async function calmPast(request: APIRequestContext): Promise<MeshDiagnosis> {
  const now = Math.floor(Date.now() / 1000)
  for (let at = now - 600; at > now - 7200; at -= 600) {
    const answer = MeshDiagnosis.parse(await (await request.get(`/api/v1/diagnosis?at=${at}&window=5m`)).json())
    if (answer.verdict.confidence === 'none') {
      expect(answer.takenAt).toBeLessThanOrEqual(at)
      return answer
    }
  }
  throw new Error('something began at every moment of two hours')
}

test('from what is wrong it is one click to who is to blame', async ({ page }) => {
  await page.goto('/overview')
  await page.getByRole('article').first().getByRole('link', { name: 'Diagnose' }).click()
  await expect(page).toHaveURL(/\/diagnosis\?namespace=pay&service=payments/)
  await expect(main(page)).toContainText('Diagnosis, felt at payments')
  await expect(page.getByRole('heading', { name: 'payments v2 fails, its other versions do not' })).toBeVisible()
})

test('what has failed all along is told with evidence, its PromQL and the path, and not as what began', async ({
  page,
  request,
}) => {
  const { takenAt } = await calmPast(request)
  await page.goto(`/diagnosis?at=${takenAt}&window=5m`)
  await expect(page.getByRole('heading', { level: 1, name: 'Nothing began in this time' })).toBeVisible()
  await expect(
    page.getByRole('heading', { level: 2, name: 'payments v2 fails, its other versions do not' }),
  ).toBeVisible()
  await expect(
    page.getByRole('row', {
      name: /^v2 fails more often than the other versions, which fail .* % [\d.]+%/,
    }),
  ).toBeVisible()
  await page.getByRole('button', { name: 'PromQL' }).first().click()
  await expect(main(page)).toContainText('destination_service=~"payments')
  const path = page.getByRole('list', { name: 'From where it is felt to where it comes from' })
  await expect(path.getByRole('link')).toHaveText(['frontend', 'checkout', 'payments v2'])
  await page.getByRole('link', { name: 'open in topology' }).click()
  await expect(page).toHaveURL(/\/graph\?.*at=\d+.*sel=service/)
})

test('a diagnosis is reached by keys, by the palette, from a call and from an alert, and pinned by its address', async ({
  page,
}) => {
  await page.goto('/overview')
  await expect(page.getByRole('article').first()).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('d')
  await expect(page).toHaveURL(/\/diagnosis/)
  await expect(main(page)).toContainText('Diagnosis of everything in scope')
  await page.getByRole('link', { name: 'pin this moment' }).click()
  await expect(page).toHaveURL(/at=\d+/)
  await expect(page.locator('[data-live="past"]')).toBeVisible()
  await page.goto('/alerts')
  await page.getByRole('main').getByRole('link', { name: 'Diagnose' }).first().click()
  await expect(page).toHaveURL(/\/diagnosis/)
  await page.goto('/services/pay/payments')
  await page.getByRole('link', { name: 'Diagnose' }).click()
  await expect(main(page)).toContainText('Diagnosis, felt at payments')
})

test('a start nobody calls and a moment nobody counted are said in words', async ({ page }) => {
  await page.goto('/diagnosis?namespace=pay&service=nosuch&window=5m')
  await expect(main(page)).toContainText('No requests to pay/nosuch were counted in this time')
  await page.goto(`/diagnosis?at=${Math.floor(Date.now() / 1000) - 400 * 86_400}`)
  await expect(page.getByRole('heading', { level: 1, name: 'Not enough traffic for a verdict' })).toBeVisible()
  await expect(main(page)).toContainText('Too few requests were counted')
})

test('the interface answers of a moment of the past, and refuses half a question', async ({ request }) => {
  const { standing } = await calmPast(request)
  expect(standing[0]).toMatchObject({ kind: 'version', version: 'v2' })
  for (const query of [
    'service=payments',
    'namespace=pay',
    'namespace=pay&service=payments&source=checkout',
    'window=1',
    'at=soon',
    'nonsense=1',
  ]) {
    const refused = await request.get(`/api/v1/diagnosis?${query}`)
    expect(refused.status()).toBe(400)
    expect(refused.headers()['content-type']).toContain('application/problem+json')
  }
})

for (const theme of ['light', 'dark']) {
  for (const locale of ['en', 'zh']) {
    test(`the diagnosis has no accessibility fault: ${theme}, ${locale}`, async ({ page, context }) => {
      await page.goto('/overview')
      const { origin } = new URL(page.url())
      await context.addCookies([
        { name: 'theme', value: theme, url: origin },
        { name: 'locale', value: locale, url: origin },
      ])
      await page.goto('/diagnosis?namespace=pay&service=payments')
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.getByRole('table').first()).toBeVisible()
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    })
  }
}

import { expect, test } from '@playwright/test'
import { type Product, startProduct } from '../../support/product.ts'
import { identityKubeconfig } from '../identities.ts'
import { healIncident, startIncident } from '../incidents/started-incidents.ts'
import { lab } from '../settings.ts'
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

interface Sign {
  incident: string
  service: string
  version: string
  code: string
  /** What the caller's proxy says besides, as the panel of the call and the service's page have it. */
  flag?: string
}

const signs: Sign[] = [
  { incident: 'tight-timeout', service: 'search', version: 'v5', code: '504', flag: 'UT' },
  { incident: 'version-failing', service: 'catalog', version: 'v4', code: '500' },
]

for (const { incident, service, version, code, flag } of signs) {
  test(`${incident}: the overview names it, the graph shows the call, the page its version, code and flag`, async ({
    page,
  }) => {
    const overview = `${product.url}/overview?window=20s`
    await page.goto(overview)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    const problem = page.getByRole('article').filter({ hasText: `${service} ${version}` })
    await startIncident(incident)
    try {
      await expect(problem).toContainText(new RegExp(`fails: .* ${code}`))

      await problem.getByRole('link', { name: 'Topology' }).click()
      const panel = page.getByRole('complementary')
      await panel.getByRole('region', { name: 'Top failing calls' }).getByRole('button').first().click()
      await expect(panel.getByRole('heading', { level: 2 })).toHaveText(`frontend v12 → ${service} ${version}`)
      await expect(panel.getByRole('heading', { level: 2 }).locator('..')).toContainText('failing')
      await expect(panel).toContainText(flag === undefined ? code : `${flag}: timed out`)

      await page.goto(`${product.url}/services/shop/${service}?window=20s`)
      await expect(page.getByRole('row', { name: `${version} failing` }).first()).toBeVisible()
      if (flag !== undefined) {
        await expect(page.getByRole('img', { name: new RegExp(`^Response flags: .*${flag} timed out`) })).toBeVisible()
      }
      await page.getByRole('combobox', { name: /^by/ }).click()
      await page.getByRole('option', { name: 'status' }).click()
      await expect(page.getByRole('img', { name: new RegExp(`^Requests: .*${code} [\\d.]+ rps`) })).toBeVisible()
    } finally {
      await healIncident(incident)
    }
    await page.goto(overview)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(problem).toHaveCount(0)
  })
}

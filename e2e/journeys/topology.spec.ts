import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import type { GraphSnapshot } from '../../lib/domain/graph/snapshot.ts'
import { expect, test } from '../support/demo.ts'
import { startProduct } from '../support/product.ts'

const picture = (page: Page) => page.getByRole('img', { name: /^Traffic graph/ })
const panel = (page: Page) => page.getByRole('complementary', { name: 'Details' })
const find = (page: Page) => page.getByRole('combobox', { name: /^Find/ })

async function openGraph(page: Page, search = ''): Promise<void> {
  await page.goto(`/graph${search}`)
  await expect(picture(page)).toBeVisible()
}

/** How many nodes and calls the picture is said to have. */
async function drawn(page: Page): Promise<{ nodes: number; calls: number }> {
  const name = (await picture(page).getAttribute('aria-label')) ?? ''
  const [, nodes, calls] = /(\d+) nodes?, (\d+) calls?/.exec(name) ?? []
  return { nodes: Number(nodes), calls: Number(calls) }
}

async function choose(page: Page, box: RegExp, option: string): Promise<void> {
  await page.getByRole('combobox', { name: box }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

async function tabTo(page: Page, what: ReturnType<Page['locator']>): Promise<void> {
  const isReached = () => what.evaluate((element) => element === document.activeElement)
  for (let pressed = 0; pressed < 120 && !(await isReached()); pressed += 1) {
    await page.keyboard.press('Tab')
  }
  await expect(what).toBeFocused()
}

/** The snapshot with a call whose caller's proxy refused a fifth of the requests because its pool was full. */
function overflowing(snapshot: GraphSnapshot, id: string | undefined): GraphSnapshot {
  const saw = (requestsPerSecond: number, byFlag: Record<string, number>) => ({ requestsPerSecond, byCode: {}, byFlag })
  const edges = snapshot.edges.map((edge) =>
    edge.id === id
      ? { ...edge, byFlag: { UO: 1 }, reporters: { source: saw(5, { UO: 1 }), destination: saw(4, {}) } }
      : edge,
  )
  return { ...snapshot, edges }
}

test.describe('1 topology', () => {
  test('four kinds of graph and three kinds of boxes are chosen in the toolbar and stand in the address', async ({
    page,
  }) => {
    await openGraph(page)
    for (const [name, type] of [
      ['Services', 'service'],
      ['Apps', 'app'],
      ['Versioned apps', 'versioned-app'],
    ] as const) {
      await choose(page, /^graph of/, name)
      await expect(page).toHaveURL(new RegExp(`type=${type}(&|$)`))
      await expect(picture(page)).toBeVisible()
    }
    for (const box of ['clusters', 'apps'] as const) {
      await choose(page, /^boxes/, box)
      await expect(page).toHaveURL(new RegExp(`box=${box.slice(0, -1)}`))
    }
  })

  test('edge labels and locks are combined at will', async ({ page }) => {
    await openGraph(page)
    await page.getByRole('button', { name: /^labels/ }).click()
    for (const label of ['share', 'p50', 'p99', 'throughput', 'protocol']) {
      await page.getByRole('menuitemcheckbox', { name: label }).click()
    }
    await page.keyboard.press('Escape')
    await expect(page).toHaveURL(/labels=rate%2Cshare%2Cerrors%2Cp50%2Cp99%2Cthroughput%2Cprotocol/)
    await page.getByRole('button', { name: /^show/ }).click()
    await page.getByRole('menuitemcheckbox', { name: 'mTLS locks' }).click()
    await expect(page).toHaveURL(/mtls=1/)
    await page.reload()
    await page.getByRole('button', { name: /^show/ }).click()
    await expect(page.getByRole('menuitemcheckbox', { name: 'mTLS locks' })).toBeChecked()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^labels/ }).click()
    await expect(page.getByRole('menuitemcheckbox', { checked: true })).toHaveText(
      ['rate', 'share', 'errors', 'p50', 'p99', 'throughput', 'protocol'].map((label) => new RegExp(label)),
    )
  })

  test('find completes by keyboard, fades the rest and counts; hide takes away; what cannot be read says why', async ({
    page,
  }) => {
    await openGraph(page)
    await page.keyboard.press('/')
    await expect(find(page)).toBeFocused()
    await page.keyboard.type('prot')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(find(page)).toHaveValue('protocol=')
    await expect(page.getByRole('option', { name: 'grpc' })).toBeVisible()
    await page.keyboard.type('tcp')
    await expect(page).toHaveURL(/find=protocol%3Dtcp/)
    await expect(page.getByText(/^\d+ nodes, \d+ calls$/)).toBeVisible()

    await find(page).fill('colour=red')
    await expect(page.getByRole('alert').filter({ hasText: 'no field “colour”' })).toBeVisible()
    await expect(find(page)).toHaveAttribute('aria-invalid', 'true')
    await page.keyboard.press('Escape')

    const before = await drawn(page)
    await page.getByRole('button', { name: 'Hide', exact: true }).click()
    await page.keyboard.type('kind=gateway')
    await expect.poll(async () => (await drawn(page)).nodes).toBe(before.nodes - 1)
    await expect(page.getByText('1 node is hidden by “kind=gateway”')).toBeVisible()
  })

  test('focus draws what is so many calls away, and leaves again', async ({ page, request }) => {
    const { nodes }: GraphSnapshot = await (await request.get('/api/v1/graph')).json()
    const gateway = nodes.find(({ kind }) => kind === 'gateway')
    await openGraph(page, `?sel=${encodeURIComponent(gateway?.id ?? '')}`)
    await expect(panel(page)).toBeVisible()
    await page.keyboard.press('f')
    await expect(page.getByText(/what is 1 call away/)).toBeVisible()
    await expect.poll(async () => (await drawn(page)).nodes).toBe(2)
    await page.getByRole('group', { name: 'Reach' }).getByRole('button', { name: '2' }).click()
    await expect.poll(async () => (await drawn(page)).nodes).toBeGreaterThan(2)
    await expect(page).toHaveURL(/hops=2/)
    await page.getByRole('button', { name: 'Show all' }).click()
    await expect(page).not.toHaveURL(/focus=|hops=/)
  })

  test('the panel of a failing call says its flags in words, what both proxies saw and why they differ, and its history', async ({
    page,
    request,
  }) => {
    const at = Math.floor(Date.now() / 1000) - 60
    const { edges }: GraphSnapshot = await (await request.get(`/api/v1/graph?window=300s&at=${at}`)).json()
    const edge = edges.find(({ health, id }) => health === 'failing' && /checkout.*payments/.test(id))
    await page.route('**/api/v1/graph?*', async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, json: overflowing(await response.json(), edge?.id) })
    })
    await openGraph(page, `?window=300s&at=${at}&sel=${encodeURIComponent(edge?.id ?? '')}`)
    await expect(panel(page).getByRole('heading', { level: 2 })).toHaveText(/checkout.*→.*payments v2/)
    await expect(panel(page).getByRole('columnheader', { name: /checkout/ })).toBeVisible()
    await expect(panel(page).getByText('20.0 % of the requests never reached the callee’s proxy')).toBeVisible()
    const flags = panel(page).getByRole('region', { name: 'Response flags' })
    await expect(flags.getByRole('row')).toHaveText(/UO\s*pool/i)
    await expect(panel(page).getByRole('region', { name: 'Last 30 min' })).toBeVisible()
    await expect(panel(page).getByRole('img', { name: /^errors: now/ })).toBeVisible()
  })

  test('the panel of a node names its worst calls and its pages; its width is set by keyboard and kept', async ({
    page,
    request,
  }) => {
    const { nodes }: GraphSnapshot = await (await request.get('/api/v1/graph?window=300s')).json()
    const origin = nodes.find(({ role }) => role === 'origin')
    await openGraph(page, `?window=300s&sel=${encodeURIComponent(origin?.id ?? '')}`)
    await expect(panel(page).getByRole('heading', { name: 'Top failing calls' })).toBeVisible()
    await expect(panel(page).getByRole('link', { name: 'Workload page' })).toHaveAttribute(
      'href',
      /^\/workloads\/pay\/payments-v2/,
    )
    await expect(panel(page).getByRole('link', { name: /Service page/ })).toHaveAttribute('href', /^\/services\/pay/)
    const handle = panel(page).getByRole('separator')
    await handle.focus()
    await page.keyboard.press('ArrowLeft')
    await expect(handle).toHaveAttribute('aria-valuenow', '380')
    await page.reload()
    await expect(panel(page).getByRole('separator')).toHaveAttribute('aria-valuenow', '380')
  })

  test('a box has a panel, is collapsed to one card and taken apart again', async ({ page }) => {
    await openGraph(page, '?sel=box%3Apay')
    const before = await drawn(page)
    await expect(panel(page).getByRole('heading', { level: 2, name: 'pay' })).toBeVisible()
    await expect(panel(page).getByText('calls in')).toBeVisible()
    await panel(page).getByRole('button', { name: 'Collapse' }).click()
    await expect(page).toHaveURL(/collapsed=box%3Apay/)
    await expect.poll(async () => (await drawn(page)).nodes).toBeLessThan(before.nodes)
    await page.keyboard.press('c')
    await expect.poll(async () => (await drawn(page)).nodes).toBe(before.nodes)
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Collapse all boxes' }).click()
    await expect(page).toHaveURL(/collapsed=box%3Aedge%2Cbox%3Apay%2Cbox%3Ashop/)
    await expect.poll(async () => (await drawn(page)).nodes).toBeLessThan(8)
  })

  test('the menu of what is chosen opens by key, and pins are kept in this browser until they are put back', async ({
    page,
    request,
  }) => {
    const { nodes }: GraphSnapshot = await (await request.get('/api/v1/graph')).json()
    const cart = nodes.find(({ name }) => name.startsWith('cart'))
    const menu = page.getByRole('menu', { name: /^Actions for cart/ })
    await openGraph(page, `?sel=${encodeURIComponent(cart?.id ?? '')}`)
    await expect(panel(page)).toBeVisible()
    await page.keyboard.press('Shift+F10')
    await menu.getByRole('menuitem', { name: 'Pin here' }).click()
    await expect(menu).toHaveCount(0)
    await page.reload()
    await expect(picture(page)).toBeVisible()
    await page.keyboard.press('Shift+F10')
    await expect(menu.getByRole('menuitem', { name: 'Unpin' })).toBeVisible()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Put moved cards back' }).click()
    await page.keyboard.press('Shift+F10')
    await menu.getByRole('menuitem', { name: 'Hide' }).click()
    await expect(page).toHaveURL(/hide=name%3Dcart/)
  })

  test('picture and data are saved as files', async ({ page }) => {
    await openGraph(page)
    const save = async (name: string) => {
      const file = page.waitForEvent('download')
      await page.getByRole('button', { name: 'More' }).click()
      await page.getByRole('menuitem', { name }).click()
      return readFile(await (await file).path())
    }
    const png = await save('Save picture (PNG)')
    expect([...png.subarray(1, 4)]).toEqual([...Buffer.from('PNG')])
    const data: GraphSnapshot & { scope: unknown } = JSON.parse((await save('Save data (JSON)')).toString())
    expect(data.scope).toMatchObject({ type: 'workload' })
    expect(data.nodes.length).toBeGreaterThan(10)
  })

  test('from the overview to the failing call without a pointer', async ({ page }) => {
    await page.goto('/overview')
    const way = page.getByRole('main').getByRole('link', { name: 'Topology' }).first()
    await expect(way).toBeVisible()
    await tabTo(page, way)
    await page.keyboard.press('Enter')
    await expect(picture(page)).toBeVisible()
    await expect(panel(page)).toBeVisible()
    const call = panel(page).getByRole('region', { name: 'Top failing calls' }).getByRole('button').first()
    const title = panel(page).getByRole('heading', { level: 2 })
    if (!(await title.innerText()).includes('→')) {
      await tabTo(page, call)
      await page.keyboard.press('Enter')
    }
    await expect(title).toHaveText(/→/)
    await expect(panel(page).getByText('failing', { exact: false }).first()).toBeVisible()
  })
})

test.describe('2 time', () => {
  test('keys step through past windows and come back to live', async ({ page }) => {
    await openGraph(page)
    await page.keyboard.press('[')
    await expect(page).toHaveURL(/at=\d+/)
    await expect(page.getByText(/^◷ The past/)).toBeVisible()
    await page.keyboard.press('[')
    await page.keyboard.press(']')
    await expect(page).toHaveURL(/at=\d+/)
    await page.keyboard.press('.')
    await expect(page).not.toHaveURL(/at=/)
    await expect(page.locator('[data-live="live"]')).toBeVisible()
  })

  test('any moment of the past is typed in, and the graph is the one of then', async ({ page }) => {
    await openGraph(page)
    await page.getByRole('button', { name: 'Go to a moment' }).click()
    const field = page.getByLabel('Go to a moment of the past')
    await field.fill('2026-01-02T03:04:05')
    await page.keyboard.press('Enter')
    const at = await page.evaluate(() => new Date('2026-01-02T03:04:05').getTime() / 1000)
    await expect(page).toHaveURL(new RegExp(`at=${at}`))
    await expect(page.locator('[data-live="past"]')).toBeVisible()
    await expect(page.getByText(/^◷ The past, as it was until .*03:04:05$/)).toBeVisible()
  })

  test('when the server falls silent the last picture stays, dimmed and dated', async ({ page }) => {
    const own = await startProduct({ EXANTAS_SOURCE: 'demo' })
    await page.goto(`${own.url}/graph`)
    await expect(picture(page)).toBeVisible()
    await own.stop()
    await expect(page.getByText(/^◷ Last known data/)).toBeVisible()
    await expect(picture(page)).toBeVisible()
    await expect(page.locator('[data-live="stale"]')).toBeVisible()
  })
})

test.describe('3 table twin', () => {
  test('has the data of the graph under the same filters, sorts, and is used by keyboard alone', async ({ page }) => {
    await page.goto('/graph?view=table&find=error%3E5%25')
    const rows = page.getByRole('table').locator('tbody tr[data-row]')
    await expect(rows.first()).toBeVisible()
    for (const row of await rows.all()) {
      await expect(row).toContainText(/failing|degraded/)
    }
    await find(page).fill('')
    const share = page.getByRole('columnheader', { name: 'share' })
    await tabTo(page, share.getByRole('button'))
    await page.keyboard.press('Enter')
    await expect(share).toHaveAttribute('aria-sort', 'descending')
    await expect(page).toHaveURL(/sort=share\.desc/)
    await tabTo(page, rows.first())
    await page.keyboard.press('ArrowDown')
    await expect(rows.nth(1)).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(panel(page).getByRole('heading', { level: 2 })).toHaveText(/→/)
    await rows.nth(1).click({ button: 'right' })
    await expect(page.getByRole('menu', { name: /^Actions for .* → / })).toBeVisible()
  })

  test('a thousand services are rows only where they are in sight, and End goes to the last', async ({ page }) => {
    const large = await startProduct({ EXANTAS_SOURCE: 'demo', EXANTAS_DEMO_SERVICES: '1000' })
    await page.goto(`${large.url}/graph?view=table`)
    const table = page.getByRole('table')
    await expect(table).toBeVisible()
    const count = Number(await table.getAttribute('aria-rowcount'))
    expect(count).toBeGreaterThan(1000)
    expect(await table.locator('tbody tr[data-row]').count()).toBeLessThan(100)
    await table.locator('tbody tr[data-row]').first().focus()
    await page.keyboard.press('End')
    await expect(page.locator(`tr[aria-rowindex="${count}"]`)).toBeFocused()
    await large.stop()
  })
})

for (const theme of ['light', 'dark']) {
  for (const locale of ['en', 'zh']) {
    test(`panels, menus and completion are accessible: ${theme}, ${locale}`, async ({
      page,
      context,
      demo,
      request,
    }) => {
      await context.addCookies([
        { name: 'theme', value: theme, url: demo.url },
        { name: 'locale', value: locale, url: demo.url },
      ])
      const { edges, nodes }: GraphSnapshot = await (await request.get('/api/v1/graph')).json()
      const chosen = [
        edges.find(({ health }) => health === 'failing')?.id,
        nodes.find(({ role }) => role)?.id,
        'box:pay',
      ]
      const complaints = async (where: string) => {
        // The guards are Base UI's: they hand the focus on the moment they get it, so nobody ever stands on one.
        const { violations } = await new AxeBuilder({ page })
          .exclude('[data-base-ui-focus-guard]')
          .withTags(['wcag2a', 'wcag2aa', 'wcag21aa'])
          .analyze()
        expect(violations.map(({ id, nodes: found }) => `${where} ${id}: ${found[0]?.html}`)).toEqual([])
      }
      for (const id of chosen) {
        await page.goto(`/graph?mtls=1&sel=${encodeURIComponent(id ?? '')}`)
        await expect(page.getByRole('complementary').getByRole('heading', { level: 2 })).toBeVisible()
        await complaints(`panel ${id}`)
      }
      await page.keyboard.press('Shift+F10')
      await expect(page.getByRole('menu')).toBeVisible()
      await complaints('menu')
      await page.keyboard.press('Escape')
      await page.keyboard.press('/')
      await page.keyboard.type('e')
      await expect(page.getByRole('listbox')).toBeVisible()
      await complaints('completion')
    })
  }
}

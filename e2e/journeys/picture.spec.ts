import type { Page } from '@playwright/test'
import type { GraphSnapshot } from '../../lib/domain/graph/snapshot.ts'
import { expect, test } from '../support/demo.ts'
import { startProduct } from '../support/product.ts'

interface Pixel {
  x: number
  y: number
}

const menu = (page: Page) => page.getByRole('menu', { name: /^Actions for/ })
const picture = (page: Page) => page.getByRole('img', { name: /^Traffic graph/ })
const isChosen = (id: string) => (url: URL) => url.searchParams.get('sel') === id

/** The pixel a node stands on: its menu opened by key moves it to the middle of the picture. Nothing is chosen then. */
async function pixelOf(page: Page, id: string, address = ''): Promise<Pixel> {
  await page.goto(`${address}/graph?sel=${encodeURIComponent(id)}`)
  await page.waitForFunction(() => performance.getEntriesByName('exantas:graph-drawn').length > 0)
  await expect(page.getByRole('complementary', { name: 'Details' })).toBeVisible()
  await page.keyboard.press('Shift+F10')
  await expect(menu(page)).toBeVisible()
  const { x = 0, y = 0, width = 0, height = 0 } = (await picture(page).boundingBox()) ?? {}
  await page.keyboard.press('Escape')
  await expect(menu(page)).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/sel=/)
  return { x: x + width / 2, y: y + height / 2 }
}

async function idOf(page: Page, address: string, name: string): Promise<string> {
  const { nodes }: GraphSnapshot = await (await page.request.get(`${address}/api/v1/graph`)).json()
  const id = nodes.find((node) => node.name.startsWith(name))?.id ?? ''
  expect(id, `a node called ${name}`).not.toBe('')
  return id
}

test('a click on the pixel where a node stands chooses that node, on another chooses another or none', async ({
  page,
  demo,
}) => {
  const cart = await idOf(page, demo.url, 'cart')
  const { x, y } = await pixelOf(page, cart)
  await page.mouse.click(x, y)
  await expect(page).toHaveURL(isChosen(cart))
  await page.mouse.click(x, y - 40)
  await expect(page).not.toHaveURL(isChosen(cart))
})

test('a right click opens the menu of what is under the pointer', async ({ page, demo }) => {
  const { x, y } = await pixelOf(page, await idOf(page, demo.url, 'cart'))
  await page.mouse.click(x, y, { button: 'right' })
  await expect(page.getByRole('menu', { name: /^Actions for cart/ })).toBeVisible()
})

test('numbers change and positions stay', async ({ page, demo }) => {
  const cart = await idOf(page, demo.url, 'cart')
  const at = await pixelOf(page, cart)
  const clock = page.getByText(/^live \d\d:\d\d:\d\d$/)
  const before = await clock.textContent()
  await expect(clock).not.toHaveText(before ?? '', { timeout: 40_000 })
  await page.mouse.click(at.x, at.y)
  await expect(page).toHaveURL(isChosen(cart))
})

test('what is said above the picture does not move it', async ({ page }) => {
  const product = await startProduct({ EXANTAS_SOURCE: 'demo' })
  const cart = await idOf(page, product.url, 'cart')
  const at = await pixelOf(page, cart, product.url)
  await product.stop()
  await expect(page.getByRole('status').filter({ hasText: 'Last known data' })).toBeVisible({ timeout: 30_000 })
  await page.mouse.click(at.x, at.y)
  await expect(page).toHaveURL(isChosen(cart))
})

test('the wheel zooms about the pointer', async ({ page, demo }) => {
  const cart = await idOf(page, demo.url, 'cart')
  const at = await pixelOf(page, cart)
  await page.mouse.move(at.x, at.y)
  await page.mouse.wheel(0, -240)
  await page.mouse.click(at.x, at.y)
  await expect(page).toHaveURL(isChosen(cart))
})

test('a card that is dragged stays where it was put, after a reload too', async ({ page, demo }) => {
  const cart = await idOf(page, demo.url, 'cart')
  const from = await pixelOf(page, cart)
  const to = { x: from.x + 30, y: from.y + 170 }
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(to.x, to.y, { steps: 5 })
  await page.mouse.up()
  await page.mouse.click(to.x, to.y)
  await expect(page).toHaveURL(isChosen(cart))
  await page.reload()
  await expect(picture(page)).toBeVisible()
  await page.keyboard.press('Shift+F10')
  await expect(menu(page).getByRole('menuitem', { name: 'Unpin' })).toBeVisible()
})

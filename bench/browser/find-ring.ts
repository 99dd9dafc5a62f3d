import type { Page } from '@playwright/test'

export interface Point {
  x: number
  y: number
}

/**
 * Where the picture marks what is selected, by its pixels alone: the accent colour stands for nothing else there.
 * Undefined when no pixel has it.
 */
export async function findSelection(page: Page): Promise<Point | undefined> {
  const picture = await page.getByRole('main').getByRole('img').first().boundingBox()
  if (picture === null) {
    throw new Error('the page has no picture')
  }
  const accent = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--accent'))
  const screenshot = await page.screenshot()
  // Decoded apart from the page under test, which forbids what this needs.
  const studio = await page.context().newPage()
  const found = await studio.evaluate(middleOfColour, { png: screenshot.toString('base64'), accent, area: picture })
  await studio.close()
  return found
}

interface Search {
  png: string
  accent: string
  area: { x: number; y: number; width: number; height: number }
}

/** Runs inside a page. */
async function middleOfColour({ png, accent, area }: Search): Promise<Point | undefined> {
  const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0))
  const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
  const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
  if (context === null) {
    return undefined
  }
  context.fillStyle = accent
  context.fillRect(0, 0, 1, 1)
  const wanted = context.getImageData(0, 0, 1, 1).data
  context.drawImage(image, 0, 0)
  const width = Math.floor(area.width)
  const { data } = context.getImageData(Math.ceil(area.x), Math.ceil(area.y), width, Math.floor(area.height))
  const [xs, ys]: number[][] = [[], []]
  for (let at = 0; at < data.length; at += 4) {
    if ([0, 1, 2].every((channel) => Math.abs((data[at + channel] ?? 0) - (wanted[channel] ?? 0)) < 12)) {
      xs?.push((at / 4) % width)
      ys?.push(Math.floor(at / 4 / width))
    }
  }
  const middle = (values: number[] = []) => (Math.min(...values) + Math.max(...values)) / 2
  return xs?.length === 0
    ? undefined
    : { x: Math.ceil(area.x) + middle(xs) + 0.5, y: Math.ceil(area.y) + middle(ys) + 0.5 }
}

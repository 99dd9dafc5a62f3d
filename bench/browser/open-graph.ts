import type { Browser, Page } from '@playwright/test'
import { type PageRecord, recordPage } from './page-record.ts'

export interface GraphMarks {
  /** Since navigation began. */
  dataMs: number
  drawnMs: number
}

export interface OpenedGraph {
  page: Page
  marks: GraphMarks
  record(): Promise<PageRecord>
  /** The page's clock. */
  nowMs(): Promise<number>
  /** Resolves when so many more events of the live graph have come. */
  refreshed(times: number): Promise<void>
  close(): Promise<void>
}

const drawnWithinMs = 180_000

/** Opens the graph in a browser that has seen nothing of it yet, and waits until it says that it is drawn. */
export async function openGraph(browser: Browser, address: string): Promise<OpenedGraph> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' })
  const page = await context.newPage()
  await page.addInitScript(recordPage)
  const patches = await countPatches(page)
  await page.goto(address)
  await page.waitForFunction(() => performance.getEntriesByName('exantas:graph-drawn').length > 0, undefined, {
    timeout: drawnWithinMs,
  })
  return {
    page,
    marks: await page.evaluate(() => {
      const startOf = (name: string) => performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN
      return { dataMs: startOf('exantas:graph-data'), drawnMs: startOf('exantas:graph-drawn') }
    }),
    record: () => page.evaluate(() => window.exantasBench),
    nowMs: () => page.evaluate(() => performance.now()),
    refreshed: patches.further,
    close: () => context.close(),
  }
}

async function countPatches(page: Page): Promise<{ further(times: number): Promise<void> }> {
  let count = 0
  let wake = () => {}
  const client = await page.context().newCDPSession(page)
  await client.send('Network.enable')
  client.on('Network.eventSourceMessageReceived', ({ eventName }) => {
    count += eventName === 'patch' ? 1 : 0
    wake()
  })
  return {
    async further(times) {
      const wanted = count + times
      while (count < wanted) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}

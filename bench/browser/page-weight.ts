import { startProduct } from '../../e2e/support/product.ts'
import type { Figure } from '../measure/figure.ts'
import { type Exchange, startRelay } from '../measure/relay.ts'
import { launchChromium } from './launch-chromium.ts'
import { openGraph } from './open-graph.ts'

const afterwardsMs = 3000

/**
 * The JavaScript that a browser with nothing in its cache loads until the graph is drawn, workers included, as it went
 * over the wire: counted by a relay, which no request can avoid.
 */
export async function* benchPageWeight(): AsyncGenerator<Figure> {
  const product = await startProduct({ EXANTAS_SOURCE: 'demo' })
  const relay = await startRelay(product.url)
  const browser = await launchChromium()
  try {
    const graph = await openGraph(browser, `${relay.url}/graph`)
    const startedMs = await graph.page.evaluate(() => performance.timeOrigin)
    await graph.page.waitForTimeout(afterwardsMs)
    const scripts = relay.exchanges.filter(({ contentType }) => contentType.includes('javascript'))
    const untilDrawn = scripts.filter((one) => one.startedMs <= startedMs + graph.marks.drawnMs)
    yield {
      what: 'JavaScript until drawn, gzip',
      value: kilobytes(untilDrawn),
      unit: 'kB',
      atMost: 450,
      peer: '2720 kB',
    }
    yield { what: 'JavaScript in all, 3 s later', value: kilobytes(scripts), unit: 'kB' }
  } finally {
    await browser.close()
    await relay.stop()
    await product.stop()
  }
}

function kilobytes(exchanges: Exchange[]): number {
  return exchanges.reduce((sum, { responseBytes }) => sum + responseBytes, 0) / 1000
}

import { launchChromium } from '../browser/launch-chromium.ts'
import { openGraph } from '../browser/open-graph.ts'
import { startRelay } from '../measure/relay.ts'

/** The addresses a real tab with the graph asks the server's API besides its live stream. */
export async function askedByATab(url: string): Promise<string[]> {
  const relay = await startRelay(url)
  const browser = await launchChromium()
  try {
    const graph = await openGraph(browser, `${relay.url}/graph`)
    await graph.refreshed(1)
    const asked = relay.exchanges.filter(
      ({ method, path, contentType }) =>
        method === 'GET' && path.startsWith('/api/') && contentType.includes('application/json'),
    )
    return asked.map(({ path }) => path)
  } finally {
    await browser.close()
    await relay.stop()
  }
}

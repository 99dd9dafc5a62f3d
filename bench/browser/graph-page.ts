import type { Browser } from '@playwright/test'
import type { GraphNode } from '../../lib/domain/graph/snapshot.ts'
import { graphSnapshot } from '../../lib/endpoints/graph.ts'
import type { Figure } from '../measure/figure.ts'
import { median } from '../measure/statistics.ts'
import { timedAnswer } from '../measure/timed-answer.ts'
import type { MeshSize } from '../mesh/mesh-plan.ts'
import { startLiveMesh } from '../mesh/mesh-sources.ts'
import { wholeGraph } from '../mesh/whole-graph.ts'
import { longestBlockMs } from './blocks.ts'
import { findSelection } from './find-ring.ts'
import { launchChromium } from './launch-chromium.ts'
import { type OpenedGraph, openGraph } from './open-graph.ts'

interface Case {
  size: MeshSize
  atMostMs: { drawn: number; block?: number; refreshBlock?: number }
  peer: { drawn: string; block?: string }
}

const cases: Case[] = [
  {
    size: { services: 1000, edges: 1248, namespaces: 20, seed: 1 },
    atMostMs: { drawn: 2000, block: 200, refreshBlock: 50 },
    peer: { drawn: '108 s', block: '102 s' },
  },
  {
    size: { services: 100, edges: 125, namespaces: 5, seed: 1 },
    atMostMs: { drawn: 500 },
    peer: { drawn: '3.1 s' },
  },
]

const loads = 3
const refreshes = 3
/** What still comes after a picture stands, or a patch came, is charged to it. */
const afterwardsMs = 1500
/** Shares of the list of nodes where those stand that are clicked at. */
const clickedAt = [0.23, 0.52, 0.81]

/** The graph page of the shipped server in Chromium, on meshes of exactly so many nodes and edges, nothing collapsed. */
export async function* benchGraphPage(): AsyncGenerator<Figure> {
  const browser = await launchChromium()
  try {
    for (const one of cases) {
      yield* measureCase(browser, one)
    }
  } finally {
    await browser.close()
  }
}

async function* measureCase(browser: Browser, { size, atMostMs, peer }: Case): AsyncGenerator<Figure> {
  const mesh = await startLiveMesh(size)
  const product = await mesh.startProduct()
  try {
    const nodes = await nodesOf(product.url, size)
    const address = `${product.url}/graph`
    const figure = (what: string, value: number | undefined, rest: Partial<Figure> = {}): Figure => ({
      what: `${size.services} nodes: ${what}`,
      value,
      unit: 'ms',
      ...rest,
    })
    const opened = await timeLoads(browser, address)
    yield figure('data → drawn', opened.drawnMs, { atMost: atMostMs.drawn, peer: peer.drawn })
    yield figure('longest block from data', opened.blockMs, { atMost: atMostMs.block, peer: peer.block })
    yield figure('longest block from navigation', opened.blockFromNavigationMs)
    yield figure('navigation → drawn', opened.navigationMs)
    const missed = await countMissedClicks(browser, address, nodes)
    yield figure(`clicks by pixel that missed, of ${clickedAt.length}`, missed, { unit: '', atMost: 0 })
    const refresh = await timeRefreshes(browser, address)
    yield figure('longest block of a refresh', refresh.blockMs, { atMost: atMostMs.refreshBlock })
    yield figure(`layouts in ${refreshes} refreshes`, refresh.layouts, { unit: '', atMost: 0 })
  } finally {
    await product.stop()
    await mesh.stop()
  }
}

async function nodesOf(url: string, size: MeshSize): Promise<GraphNode[]> {
  // The first answer may come before the inventory is read.
  await timedAnswer(`${url}${graphSnapshot.path}`)
  return wholeGraph((await timedAnswer(`${url}${graphSnapshot.path}`)).text, size).nodes
}

async function timeLoads(browser: Browser, address: string) {
  const all = []
  for (let load = 0; load < loads; load += 1) {
    const graph = await openGraph(browser, address)
    await graph.page.waitForTimeout(afterwardsMs)
    const { longTasks } = await graph.record()
    const { dataMs, drawnMs } = graph.marks
    const until = drawnMs + afterwardsMs
    all.push({
      drawnMs: drawnMs - dataMs,
      navigationMs: drawnMs,
      blockMs: longestBlockMs(longTasks, dataMs, until),
      blockFromNavigationMs: longestBlockMs(longTasks, 0, until),
    })
    await graph.close()
  }
  return {
    drawnMs: median(all.map(({ drawnMs }) => drawnMs)),
    navigationMs: median(all.map(({ navigationMs }) => navigationMs)),
    blockMs: median(all.map(({ blockMs }) => blockMs)),
    blockFromNavigationMs: median(all.map(({ blockFromNavigationMs }) => blockFromNavigationMs)),
  }
}

/** An address selects a node, its pixels are found, the selection is given up, and a click at the pixels must bring it back. */
async function countMissedClicks(browser: Browser, address: string, nodes: GraphNode[]): Promise<number> {
  let missed = 0
  for (const share of clickedAt) {
    const id = nodes[Math.floor(share * nodes.length)]?.id ?? ''
    const graph = await openGraph(browser, `${address}?sel=${encodeURIComponent(id)}`)
    missed += (await isSelectedByClick(graph, id)) ? 0 : 1
    await graph.close()
  }
  return missed
}

async function isSelectedByClick({ page }: OpenedGraph, id: string): Promise<boolean> {
  const at = await findSelection(page)
  await page.keyboard.press('Escape')
  await page.waitForURL((url) => !url.searchParams.has('sel'))
  if (at === undefined) {
    return false
  }
  await page.mouse.click(at.x, at.y)
  return page
    .waitForURL((url) => url.searchParams.get('sel') === id, { timeout: 5000 })
    .then(() => true)
    .catch(() => false)
}

async function timeRefreshes(browser: Browser, address: string) {
  const graph = await openGraph(browser, address)
  await graph.page.waitForTimeout(afterwardsMs)
  const from = await graph.nowMs()
  await graph.refreshed(refreshes)
  await graph.page.waitForTimeout(afterwardsMs)
  const { longTasks, workerMessagesMs } = await graph.record()
  await graph.close()
  return {
    blockMs: longestBlockMs(longTasks, from, Number.POSITIVE_INFINITY),
    layouts: workerMessagesMs.filter((at) => at > from).length,
  }
}

import { graphSnapshot } from '../../lib/endpoints/graph.ts'
import type { Figure } from '../measure/figure.ts'
import { processUsage } from '../measure/process-usage.ts'
import { type Exchange, startRelay } from '../measure/relay.ts'
import { largest, median } from '../measure/statistics.ts'
import { timedAnswer } from '../measure/timed-answer.ts'
import { type StoredMesh, startStoredMesh, windowSeconds } from '../mesh/mesh-sources.ts'
import { wholeGraph } from '../mesh/whole-graph.ts'
import { slimQuery } from './slim-query.ts'

const size = { services: 1000, edges: 5000, namespaces: 20, seed: 1 }
const rounds = 11
const warmUps = 4

/**
 * The graph of a thousand services from a real Prometheus: the server's time beside the slim query's, asked in turn on the
 * same data and moments, and beside the slowest answer it waits for. No two questions are the same, so none is shared.
 */
export async function* benchGraphServer(): AsyncGenerator<Figure> {
  const sources = await startStoredMesh(size)
  try {
    yield* besideSlimQuery(sources)
    yield* besideSlowestAnswer(sources)
  } finally {
    await sources.stop()
  }
}

async function* besideSlimQuery(sources: StoredMesh): AsyncGenerator<Figure> {
  const product = await sources.startProduct()
  try {
    const ask = asker(sources, product.url)
    const { bytes } = await warmUp(ask)
    const [ours, slim, cpuSeconds]: number[][] = [[], [], []]
    for (let round = 0; round < rounds; round += 1) {
      const query = { query: slimQuery(windowSeconds), time: String(sources.endsAt + round) }
      slim?.push((await timedAnswer(`${sources.prometheus.url}/api/v1/query`, query)).ms)
      const before = processUsage(product.pid).cpuSeconds
      ours?.push((await ask()).ms)
      cpuSeconds?.push(processUsage(product.pid).cpuSeconds - before)
    }
    const [oursMs, slimMs] = [median(ours ?? []), median(slim ?? [])]
    const figures: Figure[] = [
      { what: 'slim one-reporter PromQL', value: slimMs, unit: 'ms', peer: '65 ms' },
      { what: 'graph, server time', value: oursMs, unit: 'ms', peer: '1731 ms' },
      {
        what: 'graph, server time ÷ slim PromQL',
        value: oursMs !== undefined && slimMs !== undefined ? oursMs / slimMs : undefined,
        unit: '×',
        atMost: 3.3,
        peer: '26.6 ×',
      },
      { what: 'graph, JSON', value: bytes / 1e6, unit: 'MB', peer: '7.5 MB' },
      { what: 'graph, CPU of the server a call', value: median(cpuSeconds ?? []), unit: 's', peer: '1.6 s' },
      {
        what: 'server memory after all calls (RSS)',
        value: processUsage(product.pid).rssMB,
        unit: 'MB',
        peer: '257 MB',
      },
    ]
    yield* figures
  } finally {
    await product.stop()
  }
}

async function* besideSlowestAnswer(sources: StoredMesh): AsyncGenerator<Figure> {
  const relay = await startRelay(sources.prometheus.url)
  const product = await sources.startProduct({ prometheusUrl: relay.url })
  try {
    const ask = asker(sources, product.url)
    await warmUp(ask)
    const [shares, queries]: number[][] = [[], []]
    for (let round = 0; round < rounds; round += 1) {
      relay.exchanges.length = 0
      const { ms } = await ask()
      const slowest = largest(relay.exchanges.map(durationMs))
      shares?.push(slowest === undefined ? Number.POSITIVE_INFINITY : (100 * (ms - slowest)) / slowest)
      queries?.push(relay.exchanges.length)
    }
    const figures: Figure[] = [
      {
        what: 'graph, server time above the slowest PromQL answer',
        value: median(shares ?? []),
        unit: '%',
        atMost: 25,
      },
      { what: 'graph, queries to Prometheus', value: median(queries ?? []), unit: '', atMost: 4, peer: '120' },
      { what: 'the same when the scrape interval is looked up as well', value: largest(queries ?? []), unit: '' },
    ]
    yield* figures
  } finally {
    await product.stop()
    await relay.stop()
  }
}

function durationMs({ startedMs, endedMs = Number.POSITIVE_INFINITY }: Exchange): number {
  return endedMs - startedMs
}

/** Asks for the whole graph, each time at another moment of the last interval that was scraped. */
function asker({ endsAt, scrapeSeconds }: StoredMesh, url: string) {
  let asked = 0
  return () => {
    const at = endsAt + (asked++ % scrapeSeconds)
    return timedAnswer(`${url}${graphSnapshot.path}?window=${windowSeconds}s&at=${at}`)
  }
}

/** Until the inventory is read and the code is warm; the graph must be the mesh that was planned. */
async function warmUp(ask: ReturnType<typeof asker>) {
  let answer = await ask()
  for (let round = 1; round < warmUps; round += 1) {
    answer = await ask()
  }
  wholeGraph(answer.text, size)
  return answer
}

import { liveGraph } from '../../lib/endpoints/graph.ts'
import type { Figure } from '../measure/figure.ts'
import { processUsage } from '../measure/process-usage.ts'
import { type Relay, startRelay } from '../measure/relay.ts'
import { largest, median, quantile } from '../measure/statistics.ts'
import { timedAnswer } from '../measure/timed-answer.ts'
import { type MeshSources, startLiveMesh } from '../mesh/mesh-sources.ts'
import { askedByATab } from './asked-by-a-tab.ts'
import { delaysMs } from './delays.ts'
import { openStreams } from './streams.ts'

const size = { services: 1000, edges: 1248, namespaces: 20, seed: 1 }
const tabs = 50
const streams = 200
const readings = 4

/** Many tabs on one scope: what they cost Prometheus, how late their events come, and what the server needs for them. */
export async function* benchTabs(): AsyncGenerator<Figure> {
  const mesh = await startLiveMesh(size)
  try {
    const asked = await withProduct(mesh, ({ url }) => askedByATab(url))
    const one = await withProduct(mesh, (served) => queriesOf(served, asked, 1))
    const many = await withProduct(mesh, (served) => queriesOf(served, asked, tabs))
    yield { what: 'Prometheus queries of one tab', value: one, unit: '' }
    yield {
      what: `Prometheus queries of ${tabs} tabs`,
      value: many,
      unit: '',
      atMost: one,
      peer: 'a full build each',
    }
    yield* await withProduct(mesh, holdStreams)
  } finally {
    await mesh.stop()
  }
}

interface Served {
  url: string
  pid: number
  /** Between the product and its Prometheus. */
  relay: Relay
}

async function withProduct<T>(mesh: MeshSources, use: (served: Served) => Promise<T>): Promise<T> {
  const relay = await startRelay(mesh.prometheus.url)
  const product = await mesh.startProduct({ prometheusUrl: relay.url })
  try {
    return await use({ url: product.url, pid: product.pid, relay })
  } finally {
    await product.stop()
    await relay.stop()
  }
}

/** What Prometheus is asked until so many tabs, opened at once, have seen so many readings. */
async function queriesOf({ url, relay }: Served, asked: string[], count: number): Promise<number> {
  const held = openStreams(`${url}${liveGraph.path}`, count)
  try {
    const others = Array.from({ length: count }, () => asked.map((path) => timedAnswer(`${url}${path}`)))
    await Promise.all([...others.flat(), held.upTo(readings)])
    return relay.exchanges.length
  } finally {
    await held.stop()
  }
}

async function holdStreams({ url, pid, relay }: Served): Promise<Figure[]> {
  const held = openStreams(`${url}${liveGraph.path}`, streams)
  try {
    await held.upTo(1 + readings)
    const all = delaysMs(relay.exchanges, held.events)
    const patches = held.events.filter(({ event }) => event === 'patch')
    return [
      { what: `${streams} streams: event delay, p99`, value: quantile(all, 0.99), unit: 'ms', atMost: 1000 },
      { what: `${streams} streams: event delay, median`, value: median(all), unit: 'ms' },
      { what: 'one patch', value: (median(patches.map(({ bytes }) => bytes)) ?? 0) / 1000, unit: 'kB' },
      {
        what: `${streams} streams: server memory at its most (RSS)`,
        value: processUsage(pid).peakRssMB,
        unit: 'MB',
        atMost: 400,
        peer: '257–383 MB without streams',
      },
      {
        what: `${streams} streams: largest event`,
        value: (largest(held.events.map(({ bytes }) => bytes)) ?? 0) / 1e6,
        unit: 'MB',
      },
    ]
  } finally {
    await held.stop()
  }
}

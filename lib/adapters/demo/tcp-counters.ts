import type { Flow, Reporter } from './flow.ts'
import type { ScrapedPair, ScrapedWindow } from './scraped-counter.ts'

export interface TcpRates {
  connections: number
  sentBytes: number
  receivedBytes: number
}

/** TCP counters of a flow that has carried `queries`: a connection opens with its first query. */
export function tcpCountersAfter({ tcp }: Flow, queries: number): TcpRates {
  return tcp === undefined || queries === 0
    ? { connections: 0, sentBytes: 0, receivedBytes: 0 }
    : {
        connections: Math.ceil(queries / tcp.queriesPerConnection),
        sentBytes: queries * tcp.sentBytesPerQuery,
        receivedBytes: queries * tcp.receivedBytesPerQuery,
      }
}

/** Rates of a flow's TCP counters over a window; undefined where fewer than two samples exist. */
export function tcpCounters(flow: Flow, reporter: Reporter, window: ScrapedWindow): TcpRates | undefined {
  const pair: ScrapedPair | undefined = window.pair(flow, reporter)
  if (pair === undefined) {
    return undefined
  }
  const [first, last] = [tcpCountersAfter(flow, pair.firstCount), tcpCountersAfter(flow, pair.lastCount)]
  return {
    connections: window.perSecond(pair, first.connections, last.connections),
    sentBytes: window.perSecond(pair, first.sentBytes, last.sentBytes),
    receivedBytes: window.perSecond(pair, first.receivedBytes, last.receivedBytes),
  }
}

import type { Exchange } from '../measure/relay.ts'
import type { StreamEvent } from './streams.ts'

/**
 * How late each patch came to each stream: from the last answer of Prometheus that its reading waited for until the event
 * had come whole. What is done when a stream opens is left out.
 */
export function delaysMs(exchanges: readonly Pick<Exchange, 'endedMs'>[], events: readonly StreamEvent[]): number[] {
  const readings = Map.groupBy(
    events.filter(({ event, seq }) => event === 'patch' && seq > 1),
    ({ seq }) => seq,
  )
  return [...readings.values()].flatMap((patches) => {
    const first = Math.min(...patches.map(({ atMs }) => atMs))
    const answers = exchanges.flatMap(({ endedMs }) => (endedMs !== undefined && endedMs < first ? [endedMs] : []))
    const readyMs = Math.max(...answers)
    return patches.map(({ atMs }) => atMs - readyMs)
  })
}

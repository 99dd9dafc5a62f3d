import type { UnixSeconds } from '../../domain/time.ts'
import type { DemoWorkload } from './blueprint.ts'
import type { Flow, Process } from './flow.ts'
import { bucketsOver } from './latency-history.ts'
import { latencyBoundsMs } from './latency-law.ts'
import { hashText, hashUnit } from './unit-process.ts'
import type { DemoWorld } from './world.ts'

/** One request, or TCP connection, as one of its two ends saw it end. */
export interface PodEvent {
  flow: Flow
  process: Process
  side: 'inbound' | 'outbound'
  /** The how-manieth of its process, counted since the epoch: with the process's hash it fixes everything about it. */
  index: number
  at: UnixSeconds
  durationMs: number
}

/** Which pod of a workload dealt with an event: the same one in every log. */
export function podIndexOf({ hash }: Process, side: PodEvent['side'], index: number, pods: number): number {
  return Math.floor(hashUnit(hash ^ (side === 'inbound' ? 0x51ab : 0x3c6e), index) * pods)
}

/** What happened at one pod in a second, in order: as many events as its flows count in telemetry. */
export function podEvents(world: DemoWorld, workload: DemoWorkload, pod: number): (second: number) => PodEvent[] {
  const isAt = (end: { namespace?: string; workload?: string }) =>
    end.workload === workload.name && end.namespace === workload.namespace
  const asked = new Set(
    world.calls.filter(({ caller }) => caller === `${workload.namespace}/${workload.app}`).map(({ host }) => host),
  )
  const isSender = ({ source, destination }: Flow) =>
    workload.membership === 'none' ? source.workload === undefined && asked.has(destination.host ?? '') : isAt(source)
  const sides = [...world.flows()].flatMap((flow) =>
    flow.processes.flatMap((process) => [
      ...(isSender(flow) && isSent(flow, process) ? [{ flow, process, side: 'outbound' as const }] : []),
      ...(isAt(flow.destination) && process.by !== 'source' ? [{ flow, process, side: 'inbound' as const }] : []),
    ]),
  )
  return (second) => {
    const [before, after] = [world.eventsBy(second - 1), world.eventsBy(second)]
    const events: PodEvent[] = []
    for (const { flow, process, side } of sides) {
      const last = after(process)
      const perEvent = flow.tcp?.queriesPerConnection ?? 1
      for (let count = before(process) + 1; count <= last; count++) {
        const index = count / perEvent
        if (Number.isInteger(index) && podIndexOf(process, side, index, workload.readyPods) === pod) {
          const at = second - 1 + hashUnit(process.hash ^ 0x7f4a, index)
          events.push({ flow, process, side, index, at, durationMs: durationMs(flow, side, index) })
        }
      }
    }
    return events.sort((one, other) => one.at - other.at)
  }
}

/** A caller without a proxy is told of by its callee's alone; whoever has one sends copies that it does not count. */
function isSent({ source }: Flow, { by }: Process): boolean {
  return by !== 'destination' || source.workload === undefined
}

/** Within the bucket into which telemetry counts this very request. */
function durationMs(flow: Flow, side: PodEvent['side'], index: number): number {
  if (flow.tcp !== undefined) {
    return flow.tcp.connectionSeconds * 1_000 * (0.8 + 0.4 * hashUnit(flow.hash, index))
  }
  const spans = flow.latency[side === 'inbound' ? 'destination' : 'source']
  const [before, after] = [bucketsOver(spans, flow.wave, index - 1), bucketsOver(spans, flow.wave, index)]
  const bucket = after.findIndex((count, bound) => count > (before[bound] ?? 0))
  const most = latencyBoundsMs[bucket] ?? 2 * (latencyBoundsMs.at(-1) ?? 0)
  const least = latencyBoundsMs[bucket - 1] ?? 0
  return least + (most - least) * hashUnit(flow.hash ^ hashText(side, 0), index)
}

import { AppError } from '../../domain/errors.ts'
import type { Clock } from '../../ports/clock.ts'
import { logBounds } from '../../ports/log-bounds.ts'
import { type LogLine, type LogQuery, type Logs, longestLogLineChars } from '../../ports/logs.ts'
import { newestLines } from '../../ports/newest-lines.ts'
import { accessLogLine } from './access-log-line.ts'
import { appLogLine } from './app-log-line.ts'
import { type DemoWorkload, demoClusterName } from './blueprint.ts'
import { podsOf } from './demo-pods.ts'
import type { Flow } from './flow.ts'
import { type PodEvent, podEvents } from './pod-events.ts'
import type { DemoWorld } from './world.ts'

/** How far back a container of the demo remembers what it wrote. */
const keptSeconds = 3_600
const proxyContainer = 'istio-proxy'

/** The logs of the demo's pods: written anew whenever they are asked for, always alike. */
export function demoLogs(world: DemoWorld, clock: Clock): Logs {
  /** Lines of one second, oldest first. */
  function writer(query: LogQuery): (second: number) => LogLine[] {
    const { workload, pod } = podOf(world, query)
    const isProxy = query.container === proxyContainer
    const eventsIn = podEvents(world, workload, pod)
    const textOf = isProxy ? accessLogLine(world) : appLogLine(world)
    const appSide = workload.membership === 'none' ? 'outbound' : 'inbound'
    const isLogged = isProxy ? isSeenByProxy : ({ side, flow }: PodEvent) => side === appSide && isForApp(flow)
    return (second) =>
      eventsIn(second)
        .filter(isLogged)
        .map((event) => ({ at: event.at, text: cut(textOf(event)) }))
  }

  /** The newest lines up to `now`, seconds read backwards until there are enough. */
  function tail(query: LogQuery, now: number): LogLine[] {
    const { tailLines, sinceSeconds = keptSeconds } = logBounds(query)
    const linesIn = writer(query)
    const seconds: LogLine[][] = []
    let count = 0
    const from = now - Math.min(sinceSeconds, keptSeconds)
    for (let second = Math.floor(now); second > from && count < tailLines; second--) {
      const lines = linesIn(second).filter(({ at }) => at > from)
      seconds.push(lines)
      count += lines.length
    }
    return seconds.reverse().flat().slice(-tailLines)
  }

  return {
    async read(query, signal) {
      signal?.throwIfAborted()
      const newest = newestLines(logBounds(query).limitBytes)
      for (const line of tail(query, clock.now())) {
        newest.add(line)
      }
      return newest.lines()
    },
    async *follow(query, signal) {
      signal?.throwIfAborted()
      const linesIn = writer(query)
      let told = Math.floor(clock.now())
      yield* tail(query, told)
      for (;;) {
        signal?.throwIfAborted()
        for (; told < Math.floor(clock.now()); told++) {
          yield* linesIn(told + 1)
        }
        await clock.sleep(1, signal)
      }
    },
  }
}

/** What a proxy refused, or could not pass on, its app never saw. */
function isForApp({ code, flags }: Flow): boolean {
  return code !== '403' && !flags.some((flag) => ['UC', 'UF'].includes(flag))
}

/** The proxies of both ends log; whoever telemetry does not hear from has none. */
function isSeenByProxy({ process: { by }, side }: PodEvent): boolean {
  return side === 'inbound' || by !== 'destination'
}

function podOf(world: DemoWorld, query: LogQuery): { workload: DemoWorkload; pod: number } {
  const { cluster, namespace, pod: name, container, previous } = query
  logBounds(query)
  const source = 'kubernetes'
  if (cluster !== demoClusterName) {
    throw new AppError('not-found', { source, cluster, kind: 'Cluster', name: cluster, reason: 'no-such-cluster' })
  }
  for (const workload of world.workloads.filter((one) => one.namespace === namespace)) {
    const pod = podsOf(workload).findIndex((one) => one.name === name)
    if (pod !== -1) {
      const itsContainer = { source, cluster, kind: 'Container', namespace, pod: name, name: container }
      if (!containersOf(workload).includes(container)) {
        throw new AppError('not-found', { ...itsContainer, reason: 'absent' })
      }
      if (previous === true) {
        throw new AppError('not-found', { ...itsContainer, reason: 'no-previous-run' })
      }
      return { workload, pod }
    }
  }
  throw new AppError('not-found', { source, cluster, kind: 'Pod', namespace, name, reason: 'absent' })
}

function containersOf({ role, membership, app }: DemoWorkload): string[] {
  return role === 'gateway' ? [proxyContainer] : membership === 'sidecar' ? [app, proxyContainer] : [app]
}

function cut(text: string): string {
  return text.length <= longestLogLineChars ? text : `${text.slice(0, longestLogLineChars)}…`
}

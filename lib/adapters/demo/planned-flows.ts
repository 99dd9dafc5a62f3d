import type { TrafficDestination, TrafficSource } from '../../domain/telemetry/traffic.ts'
import { type DemoWorkload, demoClusterName } from './blueprint.ts'
import type { Answer, Told } from './call-answers.ts'
import type { Flow, Process, Reporter, TcpLaw } from './flow.ts'
import { idOf } from './flow-ledger.ts'
import { type DurationPart, type LatencyLaw, type LatencyWave, latencyLaw } from './latency-law.ts'
import type { loadPlan, PlannedCall } from './load-plan.ts'
import { hashText, hashUnit } from './unit-process.ts'

const databaseLaw: TcpLaw = {
  queriesPerConnection: 60,
  sentBytesPerQuery: 2_900,
  receivedBytesPerQuery: 310,
  connectionSeconds: 45,
}

/** A flow yet without history, how long its requests take, and how many events of each process each demand brings. */
export interface PlannedFlow {
  flow: Omit<Flow, 'processes' | 'latency'>
  laws: Map<Reporter, LatencyLaw>
  /** By `idOf`. */
  processes: Map<string, { process: Omit<Process, 'spans'>; shares: number[] }>
}

interface Gathering extends Omit<PlannedFlow, 'laws'> {
  perSecond: number
  durations: Map<Reporter, Map<DurationPart[], number>>
}

/** Makes the same law of the same durations every time. */
export type LawOf = (durations: Map<DurationPart[], number>) => LatencyLaw

/** Turns planned calls into flows by key; what telemetry cannot tell apart is summed, what never happens left out. */
export function plannedFlows(
  { calls, entryOf }: ReturnType<typeof loadPlan>,
  { seed, noonPerSecond, lawOf }: { seed: number; noonPerSecond: number[]; lawOf: LawOf },
): Map<string, PlannedFlow> {
  const flows = new Map<string, Gathering>()
  for (const planned of calls) {
    const ends = endsOf(planned, entryOf)
    for (const answer of planned.answers) {
      const shares = planned.perDemand.map((requests) => requests * answer.share)
      const perSecond = shares.reduce((sum, share, index) => sum + share * (noonPerSecond[index] ?? 0), 0)
      for (const { by, cause, told } of shares.some((share) => share > 0) ? countsOf(planned, ends, answer) : []) {
        const key = keyOf(ends, planned, told)
        const flow = flows.get(key) ?? gathering(planned, { ends, told, key, seed })
        flows.set(key, flow)
        flow.perSecond += perSecond
        addProcess(flow, { by, cause, hash: hashText(cause, seed) }, shares)
        for (const reporter of by === 'both' ? (['source', 'destination'] as const) : [by]) {
          addDurations(flow, reporter, answer[reporter]?.durations ?? told.durations, perSecond)
        }
      }
    }
  }
  return new Map(
    [...flows].map(([key, { flow, processes, perSecond, durations }]) => [
      key,
      {
        flow: { ...flow, wave: waveOf(flow.hash, perSecond) },
        processes,
        laws: new Map([...durations].map(([reporter, all]) => [reporter, lawOf(all)])),
      },
    ]),
  )
}

interface Ends {
  key: string
  source: TrafficSource
  destination: TrafficDestination
}

/** Who counts an answer, under which label set, and what brings it about. */
function countsOf(
  planned: PlannedCall,
  ends: Ends,
  { source: asCalled, destination: asServed, isAttempt }: Answer,
): { by: Process['by']; cause: string; told: Told }[] {
  const { caller, outcome } = planned
  const source = caller.membership === 'none' ? undefined : asCalled
  const destination = outcome.workload?.membership === 'none' ? undefined : asServed
  if (source === undefined) {
    const suffix = outcome.isCopy ? '>copy' : isAttempt ? '>attempt' : ''
    return destination === undefined
      ? []
      : [{ by: 'destination', cause: `${keyOf(ends, planned, destination)}${suffix}`, told: destination }]
  }
  const key = keyOf(ends, planned, source)
  if (destination === undefined) {
    return [{ by: 'source', cause: key, told: source }]
  }
  return key === keyOf(ends, planned, destination)
    ? [{ by: 'both', cause: key, told: source }]
    : [
        { by: 'source', cause: `${key}>apart`, told: source },
        { by: 'destination', cause: `${key}>apart`, told: destination },
      ]
}

function keyOf({ key }: Ends, { call }: PlannedCall, { code, grpcStatus = '', flags }: Told): string {
  return [key, call.protocol, code, grpcStatus, flags.join(',') || '-'].join('>')
}

function gathering(
  { caller, call: { protocol }, outcome }: PlannedCall,
  { ends, told, key, seed }: { ends: Ends; told: Told; key: string; seed: number },
): Gathering {
  const hash = hashText(key, seed)
  const { source, destination } = ends
  const isOutside = outcome.workload === undefined && outcome.proxyAnswer === undefined
  return {
    flow: {
      key,
      hash,
      edge: hashText(ends.key, 0),
      source,
      destination,
      security: caller.membership === 'none' || isOutside ? 'none' : 'mutual_tls',
      protocol,
      code: told.code,
      ...(told.grpcStatus !== undefined && { grpcStatus: told.grpcStatus }),
      flags: told.flags,
      wave: waveOf(hash, 1),
      ...(protocol === 'tcp' && { tcp: databaseLaw }),
    },
    processes: new Map(),
    perSecond: 0,
    durations: new Map(),
  }
}

function addProcess({ processes }: Gathering, process: Omit<Process, 'spans'>, shares: number[]): void {
  const id = idOf(process)
  const before = processes.get(id)?.shares
  processes.set(id, { process, shares: shares.map((share, index) => share + (before?.[index] ?? 0)) })
}

function addDurations({ durations }: Gathering, reporter: Reporter, parts: DurationPart[], perSecond: number): void {
  const all = durations.get(reporter) ?? new Map<DurationPart[], number>()
  durations.set(reporter, all.set(parts, (all.get(parts) ?? 0) + perSecond))
}

/** Slow and fast times change places over half an hour or so. */
function waveOf(hash: number, perSecond: number): LatencyWave {
  return {
    periodEvents: Math.max(1, perSecond * (1_200 + 1_800 * hashUnit(hash, 1))),
    phase: 2 * Math.PI * hashUnit(hash, 2),
    dither: hashUnit(hash, 3),
  }
}

function endsOf({ caller, call, outcome }: PlannedCall, entryOf: (host: string) => string | undefined): Ends {
  const source = caller.membership === 'none' ? {} : endOf(caller)
  const destination = destinationOf(caller, call, outcome, entryOf)
  const key = [source.workload, source.namespace, destination.workload, destination.host].join('>')
  return { key, source, destination }
}

function endOf({ namespace, name, app, version }: DemoWorkload): TrafficSource {
  return { cluster: demoClusterName, namespace, workload: name, app, ...(version === undefined ? {} : { version }) }
}

function destinationOf(
  caller: DemoWorkload,
  call: PlannedCall['call'],
  { workload, known, proxyAnswer }: PlannedCall['outcome'],
  entryOf: (host: string) => string | undefined,
): TrafficDestination {
  if (known === undefined) {
    const authority = authorityOf(caller, call)
    return { host: authority, service: authority }
  }
  const { host, name, namespace } = known
  const entry = known.isExternal && proxyAnswer === undefined ? entryOf(host) : undefined
  return {
    ...(workload !== undefined && endOf(workload)),
    // Istio names the endpoints of a ServiceEntry after the entry (measured).
    ...(entry !== undefined && { cluster: demoClusterName, namespace, workload: entry, app: entry }),
    host,
    service: name,
    serviceNamespace: namespace,
  }
}

/** The Host header the caller writes: the service's short name at home, with its namespace abroad. */
export function authorityOf(caller: { namespace: string }, { host, port }: { host: string; port: number }): string {
  const [name = host, namespace] = host.split('.')
  const isService = host.endsWith('.svc.cluster.local')
  const short = namespace === caller.namespace ? name : `${name}.${namespace}`
  return `${isService ? short : host}${port === 80 ? '' : `:${port}`}`
}

/** Laws by what they are made of: equal durations share one, whichever plan they come from. */
export function lawCache(): LawOf {
  const laws = new Map<string, LatencyLaw>()
  const keys = new WeakMap<DurationPart[], string>()
  const keyOfParts = (parts: DurationPart[]) => {
    const key = keys.get(parts) ?? JSON.stringify(parts)
    keys.set(parts, key)
    return key
  }
  return (durations) => {
    const total = [...durations.values()].reduce((sum, weight) => sum + weight, 0)
    const mixed = Map.groupBy(durations, ([parts]) => keyOfParts(parts))
    const shares = [...mixed].map(([key, alike]) => ({
      key,
      parts: alike[0]?.[0] ?? [],
      share: alike.reduce((sum, [, weight]) => sum + weight, 0) / total,
    }))
    const [only] = shares
    const key =
      shares.length === 1 ? (only?.key ?? '') : shares.map(({ key, share }) => `${share.toFixed(4)}${key}`).join()
    const law =
      laws.get(key) ??
      latencyLaw(
        shares.length === 1
          ? (only?.parts ?? [])
          : shares.flatMap(({ parts, share }) => parts.map((part) => ({ ...part, share: part.share * share }))),
      )
    laws.set(key, law)
    return law
  }
}

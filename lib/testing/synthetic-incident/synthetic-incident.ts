import type { CaseTruth } from '../../domain/diagnosis/incident-case.ts'
import type { IncidentWindow, KnownChange, TrafficSeries } from '../../domain/diagnosis/incident-window.ts'
import { type MeshPlan, planMesh } from './mesh-plan.ts'
import { type Fault, type FaultKind, planFault } from './plan-fault.ts'
import { type Random, seededRandom } from './random.ts'
import { type BucketState, type CallState, simulateBucket } from './simulate-bucket.ts'

export interface SyntheticIncident {
  window: IncidentWindow
  truth: CaseTruth
  fault: Fault
}

const stepSeconds = 60
const buckets = 50
const injectedBucket = 35
const startSeconds = 1_750_000_000

/** An incident of a kind on a mesh of its own, the same for the same seed. Nothing in it was fitted to the recorded cases. */
export function syntheticIncident(seed: number, kind: FaultKind, size?: number): SyntheticIncident {
  const random = seededRandom(seed)
  const plan = planMesh(random, size ?? random.whole(6, 30))
  const fault = planFault(random, plan, kind)
  const changes = plannedChanges(random, plan, fault)
  const states = simulate(random, plan, fault)
  const window: IncidentWindow = {
    bucketTimes: Array.from({ length: buckets }, (_, index) => startSeconds + index * stepSeconds),
    stepSeconds,
    suspectedStart: startSeconds + injectedBucket * stepSeconds,
    maskedIntervals: [],
    entry: plan.entry,
    services: [...plan.services.keys()],
    calls: [...plan.services.values()].flatMap(({ name, calls }) =>
      calls.map(({ to, isTcp }) => ({ source: name, destination: to, protocol: isTcp ? 'tcp' : 'http' })),
    ),
    changes,
    series: sampledSeries(random, plan, states, fault),
    serviceSeries: [],
  }
  return { window, truth: truthOf(plan, fault), fault }
}

function truthOf(plan: MeshPlan, { kind, service, caller }: Fault): CaseTruth {
  const users = [...plan.services.values()].filter(({ calls }) => calls.some(({ to }) => to === service))
  const [only, another] = users
  return {
    service,
    faultType: kind,
    ...(caller !== undefined && { edge: [caller, service] as [string, string], accept: [caller, service] }),
    ...(kind === 'slow-store' && only && another === undefined && { accept: [service, only.name] }),
    ...((kind === 'bad-version' || kind === 'slow-version') && { version: 'v2' }),
    ...((kind === 'none' || kind === 'carried-surge') && { none: true }),
  }
}

function plannedChanges(random: Random, plan: MeshPlan, fault: Fault): KnownChange[] {
  const rollout = (service: string, bucket: number) => ({
    service,
    kind: 'rollout',
    from: 'v1',
    to: 'v2',
    at: startSeconds + bucket * stepSeconds,
  })
  const innocents = [...plan.services.values()].filter(({ name }) => name.startsWith('app') && name !== fault.service)
  const found = Array.from({ length: random.whole(0, 2) }, () => {
    const service = random.pick(innocents)
    service.versions = [
      { name: 'v1', share: 0.75 },
      { name: 'v2', share: 0.25 },
    ]
    return rollout(service.name, injectedBucket - random.whole(1, 8))
  })
  return fault.kind.endsWith('-version') ? [...found, rollout(fault.service, injectedBucket - 1)] : found
}

function simulate(random: Random, plan: MeshPlan, fault: Fault): BucketState[] {
  const wobbles = new Map<string, number>()
  let drift = 0
  const phase = random.between(0, 6)
  return Array.from({ length: buckets }, (_, bucket) => {
    drift = 0.8 * drift + 0.02 * random.normal()
    for (const name of plan.services.keys()) {
      wobbles.set(name, 0.6 * (wobbles.get(name) ?? 0) + 0.03 * random.normal())
    }
    const hit = bucket >= injectedBucket ? fault : undefined
    const load = (1 + 0.1 * Math.sin(phase + bucket / 15)) * Math.exp(drift) * (hit?.surge ?? 1)
    return simulateBucket(plan, load, (name) => Math.exp(wobbles.get(name) ?? 0), hit)
  })
}

function sampledSeries(random: Random, plan: MeshPlan, states: readonly BucketState[], fault: Fault): TrafficSeries[] {
  return [...plan.services.values()].flatMap(({ name, calls }) =>
    calls.flatMap(({ to, isTcp }) => {
      const own = states.flatMap((state) => state.get(`${name}>${to}`) ?? [])
      const series = (
        reporter: 'source' | 'destination',
        metric: string,
        values: (number | null)[],
        version?: string,
      ) => ({
        source: name,
        destination: to,
        reporter,
        metric,
        values,
        ...(version !== undefined && { version }),
      })
      if (isTcp) {
        return tcpSeries(random, own, fault.kind === 'slow-store' && fault.service === to).map(([metric, values]) =>
          series('source', metric, values),
        )
      }
      const felt = sample(random, own, 'felt')
      const done = sample(random, own, 'done')
      const flags = new Set(own.flatMap(({ flags: found }) => Object.keys(found)))
      return [
        ...felt.map(([metric, values]) => series('source', metric, values)),
        ...done.map(([metric, values]) => series('destination', metric, values)),
        ...[...flags].map((flag) =>
          series(
            'source',
            /^\d/.test(flag) ? `code_${flag}` : `flag_${flag}`,
            own.map((state) => random.count((state.flags[flag] ?? 0) * stepSeconds) / stepSeconds),
          ),
        ),
        ...(own[0]?.versions ?? []).flatMap(({ name: version }, index) =>
          sampleVersion(random, own, index).map(([metric, values]) => series('destination', metric, values, version)),
        ),
      ]
    }),
  )
}

type Sampled = [metric: string, values: (number | null)[]][]

/** Quantiles of a log-normal time whose mean is the state's, wandering as few requests do. */
const spread = 0.6

function sample(random: Random, states: readonly CallState[], side: 'felt' | 'done'): Sampled {
  const counts = states.map(({ asked, arrived }) => random.count((side === 'felt' ? asked : arrived) * stepSeconds))
  return sampleCounts(
    random,
    counts,
    states.map((state) => (side === 'felt' ? state.feltMs : state.doneMs)),
    states.map((state) => (side === 'felt' ? state.feltErrors - deniedShare(state) : state.doneErrors)),
  )
}

function deniedShare({ flags, asked }: CallState): number {
  return asked > 0 ? (flags['403'] ?? 0) / asked : 0
}

function sampleVersion(random: Random, states: readonly CallState[], index: number): Sampled {
  const of = (state: CallState) => state.versions[index] ?? { share: 0, errors: 0, ms: 0 }
  const counts = states.map((state) => random.count(state.arrived * of(state).share * stepSeconds))
  return sampleCounts(
    random,
    counts,
    states.map((state) => of(state).ms),
    states.map((state) => of(state).errors),
  )
}

function sampleCounts(
  random: Random,
  counts: readonly number[],
  ms: readonly number[],
  errors: readonly number[],
): Sampled {
  const timed = (place: number, noise: number) =>
    counts.map((count, index) => {
      const middle = (ms[index] ?? 0) * Math.exp(-(spread ** 2) / 2)
      return count === 0
        ? null
        : middle * Math.exp(spread * place + (spread * noise * random.normal()) / Math.sqrt(count))
    })
  return [
    ['requests', counts.map((count) => count / stepSeconds)],
    [
      'error_rate',
      counts.map((count, index) => {
        return count === 0 ? null : Math.min(count, random.count(count * Math.max(0, errors[index] ?? 0))) / count
      }),
    ],
    ['latency_p50_ms', timed(0, 1.25)],
    ['latency_p90_ms', timed(1.28, 1.7)],
    ['latency_p99_ms', timed(2.33, 3.7)],
  ]
}

function tcpSeries(random: Random, states: readonly CallState[], isSlow: boolean): Sampled {
  const bytes = (perCall: number) => states.map(({ asked }) => asked * perCall * Math.exp(0.02 * random.normal()))
  return [
    ['tcp_sent_bytes', bytes(900)],
    ['tcp_recv_bytes', bytes(5000)],
    [
      'tcp_connections_opened',
      states.map(({ asked }, index) => {
        return random.count(asked * 0.02 * (isSlow && index >= injectedBucket ? 4 : 1) * 10) / stepSeconds
      }),
    ],
  ]
}

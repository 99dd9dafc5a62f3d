import type { TrafficDestination, TrafficSource } from '../../domain/telemetry/traffic.ts'
import { type DemoWorkload, demoClusterName } from './blueprint.ts'
import type { Flow, TcpLaw } from './flow.ts'
import { type LatencyLaw, type LatencyWave, lognormalLaw } from './latency-law.ts'
import type { Answer, PlannedCall } from './load-plan.ts'
import { hashText, hashUnit } from './unit-process.ts'

const networkMs = 1.1

const externalLatency = { meanMs: 58, sigma: 0.45 }

const proxyLatency = { meanMs: 0.6, sigma: 0.4 }

const databaseLaw: TcpLaw = {
  queriesPerConnection: 60,
  sentBytesPerQuery: 2_900,
  receivedBytesPerQuery: 310,
  connectionSeconds: 45,
}

/** A flow yet without history, and how many of its events each demand brings. */
export interface PlannedFlow {
  flow: Omit<Flow, 'spans'>
  shares: number[]
}

/** Turns planned calls into flows by key; what telemetry cannot tell apart is summed, what never happens left out. */
export function plannedFlows(
  plan: PlannedCall[],
  { seed, noonPerSecond }: { seed: number; noonPerSecond: number[] },
): Map<string, PlannedFlow> {
  const flows = new Map<string, PlannedFlow>()
  const law = lawCache()
  for (const planned of plan) {
    const source = sourceOf(planned.caller)
    const destination = destinationOf(planned)
    const ends = [source.workload, source.namespace, destination.workload, destination.host].join('>')
    for (const answer of planned.answers) {
      const shares = planned.perDemand.map((requests) => requests * answer.share)
      if (!shares.some((share) => share > 0)) {
        continue
      }
      const flag = planned.outcome.proxyAnswer?.flag ?? '-'
      const key = [ends, planned.call.protocol, answer.code, answer.grpcStatus ?? '', flag].join('>')
      const seen = flows.get(key)
      if (seen === undefined) {
        const flow = flowOf(planned, answer, law)
        const hash = hashText(key, seed)
        const perSecond = shares.reduce((sum, share, index) => sum + share * (noonPerSecond[index] ?? 0), 0)
        const wave = waveOf(hash, perSecond)
        flows.set(key, {
          flow: { ...flow, key, hash, wave, edge: hashText(ends, 0), source, destination },
          shares,
        })
      } else {
        seen.shares = seen.shares.map((share, index) => share + (shares[index] ?? 0))
      }
    }
  }
  return flows
}

function flowOf(
  { caller, call: { protocol }, outcome }: PlannedCall,
  answer: Answer,
  law: (meanMs: number, sigma: number) => LatencyLaw,
): Omit<Flow, 'spans' | 'key' | 'hash' | 'wave' | 'edge' | 'source' | 'destination'> {
  const { workload, proxyAnswer } = outcome
  const { meanMs, sigma } = proxyAnswer !== undefined ? proxyLatency : (workload ?? externalLatency)
  return {
    reporters: {
      source: caller.membership !== 'none',
      destination: proxyAnswer === undefined && workload !== undefined && workload.membership !== 'none',
    },
    security: caller.membership === 'none' ? 'none' : 'mutual_tls',
    protocol,
    code: answer.code,
    ...(answer.grpcStatus === undefined ? {} : { grpcStatus: answer.grpcStatus }),
    flags: proxyAnswer?.flag === undefined ? [] : [proxyAnswer.flag],
    latency: {
      source: law(proxyAnswer === undefined ? meanMs + networkMs : meanMs, sigma),
      destination: law(meanMs, sigma),
    },
    ...(protocol === 'tcp' ? { tcp: databaseLaw } : {}),
  }
}

/** Slow and fast times change places over half an hour or so. */
function waveOf(hash: number, perSecond: number): LatencyWave {
  return {
    periodEvents: Math.max(1, perSecond * (1_200 + 1_800 * hashUnit(hash, 1))),
    phase: 2 * Math.PI * hashUnit(hash, 2),
    dither: hashUnit(hash, 3),
  }
}

/** A caller without a sidecar is unknown to everybody. */
function sourceOf(caller: DemoWorkload): TrafficSource {
  return caller.membership === 'none' ? {} : endOf(caller)
}

function endOf({ namespace, name, app, version }: DemoWorkload): TrafficSource {
  return { cluster: demoClusterName, namespace, workload: name, app, ...(version === undefined ? {} : { version }) }
}

function destinationOf({ caller, call, outcome }: PlannedCall): TrafficDestination {
  const { workload, known } = outcome
  if (known === undefined) {
    const authority = authorityOf(caller, call)
    return { host: authority, service: authority }
  }
  return {
    ...(workload === undefined ? {} : endOf(workload)),
    host: known.host,
    service: known.name,
    serviceNamespace: known.namespace,
  }
}

/** The Host header the caller writes: the service's short name at home, with its namespace abroad. */
export function authorityOf(caller: { namespace: string }, { host, port }: { host: string; port: number }): string {
  const [name = host, namespace] = host.split('.')
  const isService = host.endsWith('.svc.cluster.local')
  const short = namespace === caller.namespace ? name : `${name}.${namespace}`
  return `${isService ? short : host}${port === 80 ? '' : `:${port}`}`
}

function lawCache(): (meanMs: number, sigma: number) => LatencyLaw {
  const laws = new Map<string, LatencyLaw>()
  return (meanMs, sigma) => {
    const key = `${meanMs}/${sigma}`
    const law = laws.get(key) ?? lognormalLaw(meanMs, sigma)
    laws.set(key, law)
    return law
  }
}

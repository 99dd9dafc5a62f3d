import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { lab } from '../settings.ts'
import { baselineOf, compareCounts, type HonestyRow, type PodBaseline } from './compare-counts.ts'
import type { PodSample } from './offset-bracket.ts'
import { envoyStatsFilter, readEnvoyCounts, readLoggedCounts } from './proxy-counts.ts'

export type HonestyBaseline = ReadonlyMap<string, PodBaseline>

export interface HonestyReport {
  rows: HonestyRow[]
  /** Pods that could not be compared, and why. */
  unverified: { pod: string; reason: string }[]
  /** For the next check: the more was seen, the closer the bounds. */
  baseline: HonestyBaseline
}

export interface HonestyOptions {
  baseline: HonestyBaseline
  /** Clusters a proxy sends requests to that no log line tells of: mirrors, and by default the traces. */
  isUnlogged?: (cluster: string) => boolean
  /** How long one observation takes. */
  observeSeconds?: number
  /** How long to go on observing while the counts seem to disagree: a busy machine may write its logs late. */
  patienceSeconds?: number
}

const sampleEveryMs = 250
const answersWithinMs = 3000
const observesSeconds = 4
const envoyMetricsPort = 15090
const podsSchema = z.array(z.object({ namespace: z.string(), name: z.string(), ip: z.string(), isMeshed: z.boolean() }))

type Pod = z.infer<typeof podsSchema>[number]

/** What every proxy and the telemetry have counted by now; narrowest while nothing is on its way. */
export async function takeHonestyBaseline({ observeSeconds = observesSeconds } = {}): Promise<HonestyBaseline> {
  const observed = await observe(observeSeconds)
  return new Map(
    [...observed].flatMap(([pod, samples]) => {
      const baseline = baselineOf(samples)
      return baseline ? [[pod, baseline] as const] : []
    }),
  )
}

/**
 * Holds the requests, answers and attempts that were counted since the baseline from access logs against Envoy's own
 * counters, by proxy, listener and cluster. Traffic may go on meanwhile. Rejects never: what cannot be read is told in
 * the report.
 */
export async function checkHonesty(options: HonestyOptions): Promise<HonestyReport> {
  const deadline = performance.now() + (options.patienceSeconds ?? 15) * 1000
  for (;;) {
    const report = compareAll(await observe(options.observeSeconds ?? observesSeconds), options)
    if (isHonest(report) || performance.now() >= deadline) {
      return report
    }
  }
}

/** Whether something was compared, and all of it agrees. */
export function isHonest({ rows }: Pick<HonestyReport, 'rows'>): boolean {
  return rows.length > 0 && rows.every(({ verdict }) => verdict !== 'too few' && verdict !== 'too many')
}

function compareAll(observed: ReadonlyMap<string, PodSample[]>, options: HonestyOptions): HonestyReport {
  const { baseline, isUnlogged = (cluster) => cluster.includes('|jaeger-collector.') } = options
  const rows: HonestyRow[] = []
  const unverified: HonestyReport['unverified'] = []
  const next = new Map<string, PodBaseline>()
  for (const [pod, samples] of observed) {
    const known = baseline.get(pod)
    const comparison = known && compareCounts(pod, known, samples, { isUnlogged })
    const fresh = comparison?.baseline ?? baselineOf(samples)
    if (fresh !== undefined) {
      next.set(pod, fresh)
    }
    if (comparison !== undefined) {
      rows.push(...comparison.rows)
    } else {
      unverified.push({ pod, reason: reasonOf(samples, known) })
    }
  }
  const gone = [...baseline.keys()].filter((pod) => !observed.has(pod))
  return { rows, unverified: [...unverified, ...gone.map((pod) => ({ pod, reason: 'gone' }))], baseline: next }
}

function reasonOf(samples: readonly PodSample[], known: PodBaseline | undefined): string {
  if (samples.length === 0) {
    return 'does not answer'
  }
  return known === undefined ? 'new since the baseline' : 'begun anew since the baseline'
}

/** Samples of every meshed pod over some seconds; a pod that does not answer has none, without telemetry there are no pods. */
async function observe(seconds: number): Promise<Map<string, PodSample[]>> {
  const pods = await meshedPods().catch(() => [])
  const entries = await Promise.all(
    pods.map(async (pod) => [`${pod.namespace}/${pod.name}`, await samplesOf(pod, seconds)] as const),
  )
  return new Map(entries)
}

async function meshedPods(): Promise<Pod[]> {
  const pods = podsSchema.parse(JSON.parse(await textFrom(`${lab.urls.telemetry}/pods`)))
  return pods.filter(({ isMeshed, ip }) => isMeshed && ip !== '')
}

async function samplesOf(pod: Pod, seconds: number): Promise<PodSample[]> {
  const samples: PodSample[] = []
  const end = performance.now() + seconds * 1000
  for (;;) {
    const sample = await sampleOf(pod).catch(() => undefined)
    if (sample !== undefined) {
      samples.push(sample)
    }
    if (performance.now() >= end) {
      return samples
    }
    await delay(sampleEveryMs)
  }
}

async function sampleOf({ namespace, name, ip }: Pod): Promise<PodSample> {
  const loggedAtMs = Date.now()
  const logged = readLoggedCounts(await textFrom(`${lab.urls.telemetry}/metrics/${namespace}/${name}`))
  const filter = encodeURIComponent(envoyStatsFilter)
  const envoy = readEnvoyCounts(await textFrom(`http://${ip}:${envoyMetricsPort}/stats/prometheus?filter=${filter}`))
  return { loggedAtMs, logged, envoyAtMs: Date.now(), envoy }
}

async function textFrom(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(answersWithinMs) })
  const text = await response.text()
  if (!response.ok) {
    throw new Error(`${url} answered ${response.status}`)
  }
  return text
}

import { z } from 'zod'
import type { UnixSeconds } from '../time.ts'

/** One value per bucket; null where nothing was measured, which is not zero. */
const Values = z.array(z.number().nullable())

/** What one proxy counted on one call: rates per second, shares 0..1, latencies in ms. `*` as source is any caller. */
export const TrafficSeries = z.object({
  source: z.string(),
  destination: z.string(),
  reporter: z.enum(['source', 'destination']),
  version: z.string().optional(),
  /**
   * `requests`, `error_rate`, `latency_mean_ms`, `latency_p50_ms`, `latency_p90_ms`, `latency_p99_ms`, `tcp_sent_bytes`,
   * `tcp_recv_bytes`, `tcp_connections_opened`; `flag_UT`, `flag_UO` …, `code_403`: requests per second with that flag
   * or code. Others are ignored.
   */
  metric: z.string(),
  values: Values,
})
export type TrafficSeries = z.infer<typeof TrafficSeries>

/** What is known of a service itself and of no call: cpu, memory, bytes, pods, its own request rate. */
export const ServiceSeries = z.object({
  service: z.string(),
  version: z.string().optional(),
  metric: z.string(),
  values: Values,
})
export type ServiceSeries = z.infer<typeof ServiceSeries>

/** A change the control plane knows of; most are innocent. `at` in unix seconds. */
export const KnownChange = z.object({
  service: z.string(),
  kind: z.string(),
  from: z.string().nullish(),
  to: z.string().nullish(),
  at: z.number(),
})
export type KnownChange = z.infer<typeof KnownChange>

export const ServiceCall = z.object({ source: z.string(), destination: z.string(), protocol: z.string().nullish() })
export type ServiceCall = z.infer<typeof ServiceCall>

/**
 * Everything the localizer may look at, from a live mesh or a case file alike. Every series has one value per bucket.
 * Names are opaque: renaming all services changes nothing but names.
 */
export interface IncidentWindow {
  /** Start of every bucket, rising; stretches of other times may stand before the incident's own. */
  bucketTimes: readonly UnixSeconds[]
  stepSeconds: number
  /** When it is thought to have begun; the onset is looked for near it, or everywhere when absent. */
  suspectedStart?: UnixSeconds | undefined
  /** Earlier incidents, kept out of the baseline. */
  maskedIntervals: readonly (readonly [UnixSeconds, UnixSeconds])[]
  /** Where users come in. */
  entry?: string | undefined
  /** What the alert was about. */
  symptom?: { service: string; metric?: string | undefined } | undefined
  services: readonly string[]
  calls: readonly ServiceCall[]
  changes: readonly KnownChange[]
  series: readonly TrafficSeries[]
  serviceSeries: readonly ServiceSeries[]
  /** Services that are no part of the mesh: what goes wrong there is a dependency's doing. */
  outside?: readonly string[] | undefined
  /** Services that may be suspected; all when absent. */
  candidates?: readonly string[] | undefined
}

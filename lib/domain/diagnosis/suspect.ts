import { z } from 'zod'

/** One series the numbers of an evidence line are recomputed from. */
export const SeriesName = z.object({
  /** Undefined for a service's own series; `*` for any caller. */
  source: z.string().optional(),
  destination: z.string(),
  reporter: z.enum(['source', 'destination']).optional(),
  version: z.string().optional(),
  metric: z.string(),
})
export type SeriesName = z.infer<typeof SeriesName>

const Call = z.tuple([z.string(), z.string()]).readonly()
const Moved = z.object({ before: z.number(), now: z.number(), z: z.number() })
const OfSeries = Moved.extend({ series: SeriesName })
const Shares = OfSeries.extend({ requests: z.number() })
const BeforeNow = z.tuple([z.number(), z.number()]).readonly()

/**
 * A fact for or against a suspect. `before` and `now` are medians over baseline and incident buckets, or for shares of
 * requests the pooled share; `z` is the move in usual spreads.
 */
export const Evidence = z.discriminatedUnion('kind', [
  OfSeries.extend({ kind: z.literal('latency') }),
  Shares.extend({ kind: z.literal('errors') }),
  Shares.extend({ kind: z.literal('flag'), flag: z.string() }),
  Moved.extend({ kind: z.literal('traffic'), service: z.string() }),
  /** Time between both proxies of a call: felt by the caller, not done by the callee. */
  z.object({ kind: z.literal('gap'), edge: Call, feltMs: BeforeNow, doneMs: BeforeNow }),
  /** How many of a service's calls show such a gap. */
  z.object({ kind: z.literal('gaps'), service: z.string(), calls: z.number(), withGap: z.number() }),
  /** Calls per request made to callees, now over before. */
  z.object({ kind: z.literal('fewer-calls'), service: z.string(), callsRatio: z.number() }),
  OfSeries.extend({ kind: z.literal('connections') }),
  z.object({
    kind: z.literal('version'),
    metric: z.enum(['errors', 'latency']),
    version: z.string(),
    now: z.number(),
    others: z.number(),
    z: z.number(),
  }),
  /** `what` is `rollout` or the kind of the object that was written, `to` the new version or the object's name. */
  z.object({
    kind: z.literal('change'),
    service: z.string(),
    what: z.string(),
    to: z.string().optional(),
    secondsBeforeOnset: z.number(),
  }),
  OfSeries.extend({ kind: z.literal('resource') }),
  z.object({ kind: z.literal('surge'), times: z.number() }),
])
export type Evidence = z.infer<typeof Evidence>

export const SuspectKind = z.enum(['service', 'version', 'network', 'configuration', 'dependency', 'load', 'unknown'])
export type SuspectKind = z.infer<typeof SuspectKind>

export const Suspect = z.object({
  kind: SuspectKind,
  /** For a call the end that is blamed more: its callee, or the end more of whose calls are sick. */
  service: z.string(),
  version: z.string().optional(),
  edge: Call.optional(),
  /** Blame, comparable within one diagnosis. */
  mass: z.number(),
  /** Of all trouble seen, how much it explains, 0 to 1. */
  share: z.number(),
  /** Services from where trouble is felt down to the suspect, the suspect last. */
  path: z.array(z.string()),
  evidence: z.array(Evidence),
})
export type Suspect = z.infer<typeof Suspect>

/** Why a service that looks bad is not the cause. */
export const Acquittal = z.discriminatedUnion('reason', [
  z.object({
    service: z.string(),
    reason: z.literal('callees-explain'),
    callees: z.array(z.object({ service: z.string(), share: z.number() })),
  }),
  z.object({ service: z.string(), reason: z.literal('load-explains'), times: z.number() }),
  z.object({ service: z.string(), reason: z.literal('usual'), z: z.number() }),
  z.object({
    service: z.string(),
    reason: z.literal('versions-alike'),
    version: z.string(),
    now: z.number(),
    others: z.number(),
  }),
])
export type Acquittal = z.infer<typeof Acquittal>

/** One series the numbers of an evidence line are recomputed from. */
export interface SeriesName {
  /** Undefined for a service's own series; `*` for any caller. */
  source?: string | undefined
  destination: string
  reporter?: 'source' | 'destination' | undefined
  version?: string | undefined
  metric: string
}

/**
 * A fact for or against a suspect. `before` and `now` are medians over baseline and incident buckets, or for shares of
 * requests the pooled share; `z` is the move in usual spreads.
 */
export type Evidence =
  | { kind: 'latency'; series: SeriesName; before: number; now: number; z: number }
  | { kind: 'errors'; series: SeriesName; before: number; now: number; z: number; requests: number }
  | { kind: 'flag'; flag: string; series: SeriesName; before: number; now: number; z: number; requests: number }
  | { kind: 'traffic'; service: string; before: number; now: number; z: number }
  /** Time between both proxies of a call: felt by the caller, not done by the callee. */
  | {
      kind: 'gap'
      edge: readonly [string, string]
      feltMs: readonly [number, number]
      doneMs: readonly [number, number]
    }
  /** How many of a service's calls show such a gap. */
  | { kind: 'gaps'; service: string; calls: number; withGap: number }
  /** Calls per request made to callees, now over before. */
  | { kind: 'fewer-calls'; service: string; callsRatio: number }
  | { kind: 'connections'; series: SeriesName; before: number; now: number; z: number }
  | { kind: 'version'; metric: 'errors' | 'latency'; version: string; now: number; others: number; z: number }
  | { kind: 'rollout'; service: string; to?: string | null | undefined; secondsBeforeOnset: number }
  | { kind: 'resource'; series: SeriesName; before: number; now: number; z: number }
  | { kind: 'surge'; times: number }

export type SuspectKind = 'service' | 'version' | 'network' | 'configuration' | 'dependency' | 'load' | 'unknown'

export interface Suspect {
  kind: SuspectKind
  /** For a call the end that is blamed more: its callee, or the end more of whose calls are sick. */
  service: string
  version?: string | undefined
  edge?: readonly [source: string, destination: string] | undefined
  /** Blame, comparable within one diagnosis. */
  mass: number
  /** Of all trouble seen, how much it explains, 0 to 1. */
  share: number
  /** Services from where trouble is felt down to the suspect, the suspect last. */
  path: string[]
  evidence: Evidence[]
}

/** Why a service that looks bad is not the cause. */
export type Acquittal = { service: string } & (
  | { reason: 'callees-explain'; callees: { service: string; share: number }[] }
  | { reason: 'load-explains'; times: number }
  | { reason: 'usual'; z: number }
  | { reason: 'versions-alike'; version: string; now: number; others: number }
)

import type { RatioChange } from './ratio-change.ts'
import type { Change } from './robust-change.ts'
import type { SightChanges } from './sight-changes.ts'

export interface CallsPerRequest {
  before: number
  now: number
  /** Nobody counted this call alone, and the callee has other callers: at least one call is assumed. */
  isGuess: boolean
}

/** What changed on one call, by who saw it. */
export interface CallChanges {
  source: string
  destination: string
  /** At the caller's proxy: what the caller felt. */
  felt: SightChanges
  /** At the callee's proxy: what the callee did. */
  done: SightChanges
  /** Nobody told this callee's callers apart: `done` is what all of them met. */
  isShared: boolean
  /** Calls per request the caller itself served, before and now; undefined when nobody counted. */
  callsPerRequest: CallsPerRequest | undefined
}

/** One version as one caller met it while the incident lasts; a new version has no before. */
export interface VersionSight {
  source: string
  destination: string
  version: string
  errorRatio: RatioChange | undefined
  requestsPerSecond: number
  latencyMs: { now: number; spread: number } | undefined
}

/** What changed about one service as its callers meet it. */
export interface ServiceChanges {
  service: string
  requestsPerSecond: Change | undefined
  latencyMs: Change | undefined
  errorRatio: RatioChange | undefined
  /** How far the service's own series (cpu, memory, bytes) moved at most, either way, in spreads. */
  stir: number
  incoming: CallChanges[]
  outgoing: CallChanges[]
  /** What its versions did for each caller, by their own count where they counted. */
  versions: VersionSight[]
}

export type MeshChanges = ReadonlyMap<string, ServiceChanges>

/** What arrived, as the callee counted it, else as the caller did. */
export function arrived(call: CallChanges): SightChanges {
  return isMeasured(call.done) ? call.done : call.felt
}

/** What the caller felt; where its proxy did not count, what the callee did. */
export function feltBy(call: CallChanges): SightChanges {
  return isMeasured(call.felt) ? call.felt : call.done
}

/** Whether a proxy counted anything on the call. */
export function isMeasured({ latencyMs, requestsPerSecond, errorRatio }: SightChanges): boolean {
  return (latencyMs ?? requestsPerSecond ?? errorRatio) !== undefined
}

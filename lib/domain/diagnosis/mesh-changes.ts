import type { IncidentWindow } from './incident-window.ts'
import { latencyFloor } from './latency-change.ts'
import { type RatioChange, ratioChange } from './ratio-change.ts'
import { type Change, quantile, robustChange, type Series, sortedAt } from './robust-change.ts'
import { rateChange, type SightChanges, sightChanges } from './sight-changes.ts'
import type { WindowSplit } from './split-window.ts'
import { type CallRow, trafficTable } from './traffic-table.ts'

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
  protocol: string | undefined
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

/** Everything that changed between baseline and incident, per service and call. */
export function meshChanges(window: IncidentWindow, split: WindowSplit): MeshChanges {
  const table = trafficTable(window)
  const look = (row: CallRow, reporter: 'source' | 'destination') =>
    sightChanges(row.seen[reporter], split, window.stepSeconds)
  const any = new Map(
    [...table.anyCaller].map(([service, row]) => {
      const done = look(row, 'destination')
      return [service, isMeasured(done) ? done : look(row, 'source')]
    }),
  )
  const calls = table.calls.map((row): CallChanges => {
    const [felt, done] = [look(row, 'source'), look(row, 'destination')]
    const whole = any.get(row.destination)
    const isShared = whole !== undefined && !isMeasured(felt) && !isMeasured(done)
    return {
      source: row.source,
      destination: row.destination,
      protocol: row.protocol,
      felt,
      done: isShared ? whole : done,
      isShared,
      callsPerRequest: undefined,
    }
  })
  const versions = [...table.calls, ...table.anyCaller.values()].flatMap((row) => versionSights(row, window, split))
  const services = new Map<string, ServiceChanges>()
  const incoming = Map.groupBy(calls, ({ destination }) => destination)
  const outgoing = Map.groupBy(calls, ({ source }) => source)
  const versionsOf = Map.groupBy(versions, ({ destination }) => destination)
  const own = ownRates(window, split)
  const stirs = ownStirs(window, split)
  const names = new Set([...window.services, ...incoming.keys(), ...outgoing.keys()])
  for (const service of names) {
    const whole = any.get(service)
    const into = incoming.get(service) ?? []
    services.set(service, {
      service,
      requestsPerSecond: whole?.requestsPerSecond ?? sumOfRates(into) ?? own.get(service),
      latencyMs: whole?.latencyMs ? { ...whole.latencyMs, z: whole.latencyZ } : weighedLatency(into),
      errorRatio: whole?.errorRatio ?? pooledErrors(into),
      stir: stirs.get(service) ?? 0,
      incoming: into,
      outgoing: outgoing.get(service) ?? [],
      versions: versionsOf.get(service) ?? [],
    })
  }
  for (const call of calls) {
    call.callsPerRequest = callsPerRequest(call, services)
  }
  return services
}

function versionSights(row: CallRow, window: IncidentWindow, split: WindowSplit): VersionSight[] {
  const counted = row.versions.destination.size > 0 ? row.versions.destination : row.versions.source
  return [...counted].map(([version, sight]) => ({
    source: row.source,
    destination: row.destination,
    version,
    errorRatio: sight.errors && ratioChange(sight.errors, sight.requests, split, window.stepSeconds),
    requestsPerSecond: presentLevel(sight.requests ?? [], split)?.now ?? 0,
    latencyMs: presentLevel(sight.meanMs ?? sight.p50Ms ?? sight.p90Ms ?? [], split),
  }))
}

/** What arrived, as the callee counted it, else as the caller did. */
export function arrived(call: CallChanges): SightChanges {
  return isMeasured(call.done) ? call.done : call.felt
}

/** What the caller felt; where its proxy did not count, what the callee did. */
export function feltBy(call: CallChanges): SightChanges {
  return isMeasured(call.felt) ? call.felt : call.done
}

function isMeasured({ latencyMs, requestsPerSecond, errorRatio }: SightChanges): boolean {
  return (latencyMs ?? requestsPerSecond ?? errorRatio) !== undefined
}

function presentLevel(values: Series, split: WindowSplit): { now: number; spread: number } | undefined {
  const present = sortedAt(values, split.incident)
  if (present.length === 0) {
    return undefined
  }
  const now = quantile(present, 0.5)
  const range = (quantile(present, 0.75) - quantile(present, 0.25)) / 1.349
  return { now, spread: Math.max(range, latencyFloor(now)) }
}

function ownRates(window: IncidentWindow, split: WindowSplit): Map<string, Change> {
  return new Map(
    window.serviceSeries
      .filter(({ metric, version }) => metric === 'requests' && version === undefined)
      .flatMap(({ service, values }) => {
        const found = rateChange(values, split, window.stepSeconds)
        return found === undefined ? [] : [[service, found]]
      }),
  )
}

function ownStirs(window: IncidentWindow, split: WindowSplit): Map<string, number> {
  const stirs = new Map<string, number>()
  for (const { service, values } of window.serviceSeries) {
    const found = robustChange(values, split, (before) => Math.max(0.1 * Math.abs(before), Number.MIN_VALUE))
    stirs.set(service, Math.max(stirs.get(service) ?? 0, Math.abs(found?.z ?? 0)))
  }
  return stirs
}

function sumOfRates(into: readonly CallChanges[]): Change | undefined {
  const rates = into.flatMap((call) => arrived(call).requestsPerSecond ?? [])
  if (rates.length === 0) {
    return undefined
  }
  const sum = (pick: (rate: Change) => number) => rates.reduce((total, rate) => total + pick(rate), 0)
  const [before, now, spread] = [sum((r) => r.before), sum((r) => r.now), sum((r) => r.spread)]
  return { before, now, spread, z: (now - before) / spread }
}

/** Changes weighed by traffic rather than the change of a weighted level: a shift between callers is no change. */
function weighedLatency(into: readonly CallChanges[]): Change | undefined {
  let [weights, before, now, spread, z] = [0, 0, 0, 0, 0]
  for (const call of into) {
    const { latencyMs, latencyZ, requestsPerSecond } = arrived(call)
    if (latencyMs !== undefined) {
      const weight = requestsPerSecond === undefined ? 1 : (requestsPerSecond.before + requestsPerSecond.now) / 2 + 1e-9
      weights += weight
      before += weight * latencyMs.before
      now += weight * latencyMs.now
      spread += weight * latencyMs.spread
      z += weight * latencyZ
    }
  }
  return weights === 0
    ? undefined
    : { before: before / weights, now: now / weights, spread: spread / weights, z: z / weights }
}

function pooledErrors(into: readonly CallChanges[]): RatioChange | undefined {
  const ratios = into.flatMap((call) => call.done.errorRatio ?? call.felt.errorRatio ?? [])
  const total = ratios.reduce((sum, { requestsNow }) => sum + requestsNow, 0)
  if (total === 0) {
    return undefined
  }
  const weighed = (pick: (ratio: RatioChange) => number) =>
    ratios.reduce((sum, ratio) => sum + (ratio.requestsNow / total) * pick(ratio), 0)
  const deviation = Math.sqrt(
    ratios.reduce((sum, { z, now, before, requestsNow }) => {
      const own = z === 0 ? 0 : (now - before) / z
      return sum + ((requestsNow / total) * own) ** 2
    }, 0),
  )
  const [before, now] = [weighed((r) => r.before), weighed((r) => r.now)]
  return {
    before,
    now,
    requestsBefore: ratios.reduce((sum, { requestsBefore }) => sum + requestsBefore, 0),
    requestsNow: total,
    z: deviation === 0 ? 0 : (now - before) / deviation,
  }
}

/** Where only services are counted, each caller is taken to call as often per request as the others. */
function callsPerRequest(call: CallChanges, services: MeshChanges): CallChanges['callsPerRequest'] {
  const served = services.get(call.source)?.requestsPerSecond
  const made = call.isShared ? undefined : feltBy(call).requestsPerSecond
  if (served === undefined) {
    return undefined
  }
  if (made !== undefined) {
    return { before: ratio(made.before, served.before), now: ratio(made.now, served.now), isGuess: false }
  }
  const callee = services.get(call.destination)
  const total = callee?.incoming.reduce((sum, { source }) => {
    return sum + (services.get(source)?.requestsPerSecond?.before ?? 0)
  }, 0)
  const share = total === undefined || total === 0 ? 0 : served.before / total
  const rate = callee?.requestsPerSecond
  if ((callee?.incoming.length ?? 0) > 1 && rate !== undefined) {
    const atLeast = Math.max(1, ratio(rate.before * share, served.before))
    return { before: atLeast, now: atLeast, isGuess: true }
  }
  return (
    rate && {
      before: ratio(rate.before * share, served.before),
      now: ratio(rate.now * share, served.now),
      isGuess: false,
    }
  )
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0
}

import { callsPerRequest } from './calls-per-request.ts'
import type { IncidentWindow } from './incident-window.ts'
import { type Change, robustChange } from './robust-change.ts'
import { type CallChanges, isMeasured, type MeshChanges, type ServiceChanges } from './service-changes.ts'
import { pooledErrors, sumOfRates, weighedLatency } from './service-totals.ts'
import { rateChange, type SightChanges, sightChanges } from './sight-changes.ts'
import type { WindowSplit } from './split-window.ts'
import { type CallRow, type TrafficTable, trafficTable } from './traffic-table.ts'
import { versionSights } from './version-sights.ts'

/** Everything that changed between baseline and incident, per service and call. */
export function meshChanges(window: IncidentWindow, split: WindowSplit): MeshChanges {
  const table = trafficTable(window)
  const look: Look = (row, reporter) => sightChanges(row.seen[reporter], split, window.stepSeconds)
  const wholes = wholeSights(table, look)
  const calls = table.calls.map((row) => callChanges(row, wholes.get(row.destination), look))
  const versions = [...table.calls, ...table.anyCaller.values()].flatMap((row) => versionSights(row, window, split))
  const incoming = Map.groupBy(calls, ({ destination }) => destination)
  const outgoing = Map.groupBy(calls, ({ source }) => source)
  const versionsOf = Map.groupBy(versions, ({ destination }) => destination)
  const rates = ownRates(window, split)
  const stirs = ownStirs(window, split)
  const services = new Map<string, ServiceChanges>()
  for (const service of new Set([...window.services, ...incoming.keys(), ...outgoing.keys()])) {
    const whole = wholes.get(service)
    const into = incoming.get(service) ?? []
    services.set(service, {
      service,
      requestsPerSecond: whole?.requestsPerSecond ?? sumOfRates(into) ?? rates.get(service),
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

type Look = (row: CallRow, reporter: 'source' | 'destination') => SightChanges

/** Services counted without telling callers apart. */
function wholeSights({ anyCaller }: TrafficTable, look: Look): Map<string, SightChanges> {
  return new Map(
    [...anyCaller].map(([service, row]) => {
      const done = look(row, 'destination')
      return [service, isMeasured(done) ? done : look(row, 'source')]
    }),
  )
}

function callChanges(row: CallRow, whole: SightChanges | undefined, look: Look): CallChanges {
  const [felt, done] = [look(row, 'source'), look(row, 'destination')]
  const isShared = whole !== undefined && !isMeasured(felt) && !isMeasured(done)
  return {
    source: row.source,
    destination: row.destination,
    felt,
    done: isShared ? whole : done,
    isShared,
    callsPerRequest: undefined,
  }
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

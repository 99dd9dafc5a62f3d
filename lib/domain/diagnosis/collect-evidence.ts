import { gapOf } from './call-gap.ts'
import { findShortcut } from './find-shortcut.ts'
import type { IncidentWindow } from './incident-window.ts'
import { loudestLatency } from './latency-change.ts'
import type { RankedBlame } from './rank-suspects.ts'
import { robustChange } from './robust-change.ts'
import type { CallChanges, MeshChanges, ServiceChanges } from './service-changes.ts'
import type { SightChanges } from './sight-changes.ts'
import type { WindowSplit } from './split-window.ts'
import type { Evidence } from './suspect.ts'
import { surgeOf } from './traffic-growth.ts'
import { versionContrast } from './version-contrast.ts'

/** A fact is worth telling from this many usual spreads on. */
const tellingZ = 3
const tellingGap = 0.5
const rolloutWithinSeconds = 1800
const callsTold = 3

/** The facts for one suspect, each with the numbers and the series it is recomputed from. */
export function collectEvidence(
  suspect: RankedBlame,
  window: IncidentWindow,
  split: WindowSplit,
  mesh: MeshChanges,
): Evidence[] {
  const changes = mesh.get(suspect.service)
  if (changes === undefined) {
    return []
  }
  const calls = suspect.edge === undefined ? changes.incoming : callsOf(suspect.edge, mesh)
  const loud = [...calls].sort((a, b) => loudness(b) - loudness(a)).slice(0, callsTold)
  return [
    ...loud.flatMap((call) => [...sightFacts(call, 'source'), ...sightFacts(call, 'destination')]),
    ...gapFacts(suspect, loud, changes),
    ...ownFacts(changes),
    ...changeFacts(suspect, window, split),
    ...resourceFacts(suspect, window, split),
    ...surgeFacts(suspect, window, mesh),
  ]
}

function callsOf([source, destination]: readonly [string, string], mesh: MeshChanges): CallChanges[] {
  return mesh.get(destination)?.incoming.filter((call) => call.source === source) ?? []
}

function loudness(call: CallChanges): number {
  return Math.max(
    ...[call.felt, call.done].flatMap(({ latencyZ, errorRatio, flags }) => [
      latencyZ,
      errorRatio?.z ?? 0,
      ...[...flags.values()].map(({ z }) => z),
    ]),
  )
}

function sightFacts(call: CallChanges, reporter: 'source' | 'destination'): Evidence[] {
  const sight: SightChanges = reporter === 'source' ? call.felt : call.done
  const { destination } = call
  const source = call.isShared ? '*' : call.source
  const name = (metric: string) => ({ source, destination, reporter, metric })
  const latency = loudestLatency(sight.latencies)
  const facts: Evidence[] = []
  if (latency !== undefined) {
    const { before, now, z } = latency.change
    facts.push({ kind: 'latency', series: name(latency.metric), before, now, z })
  }
  if (sight.errorRatio !== undefined) {
    const { before, now, z, requestsNow: requests } = sight.errorRatio
    facts.push({ kind: 'errors', series: name('error_rate'), before, now, z, requests })
  }
  for (const [flag, { before, now, z, requestsNow: requests }] of sight.flags) {
    const metric = /^\d/.test(flag) ? `code_${flag}` : `flag_${flag}`
    if (z >= tellingZ) {
      facts.push({ kind: 'flag', flag, series: name(metric), before, now, z, requests })
    }
  }
  if (sight.connectionsOpened !== undefined && sight.connectionsOpened.z >= tellingZ) {
    const { before, now, z } = sight.connectionsOpened
    facts.push({ kind: 'connections', series: name('tcp_connections_opened'), before, now, z })
  }
  return facts
}

function gapFacts(suspect: RankedBlame, calls: readonly CallChanges[], changes: ServiceChanges): Evidence[] {
  if (suspect.kind !== 'network') {
    return []
  }
  const both = [...changes.incoming, ...changes.outgoing].filter(({ felt, done }) => felt.latencyMs && done.latencyMs)
  const withGap = both.filter((call) => gapOf(call).sure >= tellingGap).length
  return [
    ...calls.flatMap(({ source, destination, felt, done }): Evidence[] =>
      felt.latencyMs === undefined || done.latencyMs === undefined
        ? []
        : [
            {
              kind: 'gap',
              edge: [source, destination],
              feltMs: [felt.latencyMs.before, felt.latencyMs.now],
              doneMs: [done.latencyMs.before, done.latencyMs.now],
            },
          ],
    ),
    { kind: 'gaps', service: suspect.service, calls: both.length, withGap },
  ]
}

function ownFacts(changes: ServiceChanges): Evidence[] {
  const facts: Evidence[] = []
  if (changes.requestsPerSecond !== undefined) {
    const { before, now, z } = changes.requestsPerSecond
    facts.push({ kind: 'traffic', service: changes.service, before, now, z })
  }
  const shortcut = findShortcut(changes)
  if (shortcut !== undefined && shortcut.weight > 0.1) {
    facts.push({ kind: 'fewer-calls', service: changes.service, callsRatio: shortcut.callsRatio })
  }
  const contrast = versionContrast(changes)
  return contrast === undefined ? facts : [...facts, contrast]
}

function changeFacts({ service }: RankedBlame, window: IncidentWindow, split: WindowSplit): Evidence[] {
  const onset = window.bucketTimes[split.incident[0] ?? 0] ?? 0
  return window.changes
    .filter((change) => change.service === service)
    .map((change) => ({ ...change, secondsBeforeOnset: onset - change.at }))
    .filter(({ secondsBeforeOnset: ago }) => ago <= rolloutWithinSeconds && ago >= -window.stepSeconds)
    .map(({ kind: what, to, secondsBeforeOnset }) => ({
      kind: 'change',
      service,
      what,
      ...(to && { to }),
      secondsBeforeOnset,
    }))
}

function resourceFacts({ service }: RankedBlame, window: IncidentWindow, split: WindowSplit): Evidence[] {
  return window.serviceSeries
    .filter((series) => series.service === service && series.metric !== 'requests')
    .flatMap(({ metric, values, version }): Evidence[] => {
      const found = robustChange(values, split, (before) => Math.max(0.1 * Math.abs(before), Number.MIN_VALUE))
      return found === undefined || Math.abs(found.z) < tellingZ
        ? []
        : [
            {
              kind: 'resource',
              series: { destination: service, metric, version },
              before: found.before,
              now: found.now,
              z: found.z,
            },
          ]
    })
}

function surgeFacts({ kind }: RankedBlame, window: IncidentWindow, mesh: MeshChanges): Evidence[] {
  return kind === 'load' ? [{ kind: 'surge', times: surgeOf(window, mesh) }] : []
}

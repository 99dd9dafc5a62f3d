import type { UnixSeconds } from '../time.ts'
import { acquitOthers } from './acquit-others.ts'
import { blameFlow } from './blame-flow.ts'
import { collectEvidence } from './collect-evidence.ts'
import { findOnset } from './find-onset.ts'
import type { IncidentWindow } from './incident-window.ts'
import { judgeVerdict, type Verdict } from './judge-verdict.ts'
import { meshChanges } from './mesh-changes.ts'
import { type RankedService, rankServices } from './rank-services.ts'
import { type RankedBlame, rankSuspects } from './rank-suspects.ts'
import { refusalOf } from './refusals.ts'
import { feltBy, type MeshChanges } from './service-changes.ts'
import { splitWindow, type WindowSplit } from './split-window.ts'
import type { Acquittal, Suspect } from './suspect.ts'
import { surgeFrom, surgeOf } from './traffic-growth.ts'

export interface Diagnosis {
  verdict: Verdict
  /** Start of the first bucket of the incident. */
  onset: UnixSeconds
  /** How many buckets were compared with how many. */
  baselineBuckets: number
  incidentBuckets: number
  /** Most blamed first; the second is the runner-up. Empty when nobody is blamed. */
  suspects: Suspect[]
  /** Why services that look bad are not the cause. */
  acquittals: Acquittal[]
  /** Every candidate, most suspected first. */
  ranking: RankedService[]
}

/** Suspects told with evidence; the rest is only ranked. */
const toldSuspects = 5

/**
 * Names the cause of an incident from traffic: which service, version, call, dependency or load, how sure, and why not
 * the others. Pure and deterministic; names of services mean nothing to it.
 */
export function diagnose(window: IncidentWindow): Diagnosis {
  const onset = findOnset(window)
  const split = splitWindow(window, onset)
  const { mesh, suspects } = localize(window, split)
  const isCarriedSurge = surgeOf(window, mesh) >= surgeFrom && !somethingFails(mesh)
  const told = isCarriedSurge ? [surgeItself(window, mesh, suspects), ...suspects] : suspects
  const verdict = judgeVerdict({
    suspects,
    quietMass: () => quietMass(window, split),
    requests: busiest(mesh),
    isCarriedSurge,
  })
  return {
    verdict,
    onset: window.bucketTimes[onset] ?? 0,
    baselineBuckets: split.baseline.length,
    incidentBuckets: split.incident.length,
    suspects: told
      .slice(0, toldSuspects)
      .map((suspect) => ({ ...suspect, evidence: collectEvidence(suspect, window, split, mesh) })),
    acquittals: acquitOthers(suspects, window, mesh),
    ranking: rankServices(window, mesh, suspects),
  }
}

function localize(window: IncidentWindow, split: WindowSplit): { mesh: MeshChanges; suspects: RankedBlame[] } {
  const mesh = meshChanges(window, split)
  return { mesh, suspects: rankSuspects(window, mesh, blameFlow(window, mesh)) }
}

/** The same question put to the baseline's own end, where nothing happened: how much blame this mesh gives for nothing. */
function quietMass(window: IncidentWindow, { baseline, incident }: WindowSplit): number {
  const length = Math.min(incident.length, Math.floor(baseline.length / 3))
  const quiet = baseline.slice(-length)
  const before = baseline.slice(0, baseline.length - length)
  if (length === 0 || before.length === 0) {
    return 0
  }
  const [first] = localize(window, { baseline: before, recent: [], incident: quiet }).suspects
  return first?.mass ?? 0
}

const failingFrom = 0.005
const failingZ = 4

function somethingFails(mesh: MeshChanges): boolean {
  return [...mesh.values()].some(({ errorRatio, outgoing }) =>
    [errorRatio, ...outgoing.flatMap((call) => [feltBy(call).errorRatio, refusalOf(feltBy(call))])].some(
      (ratio) => ratio !== undefined && ratio.now - ratio.before >= failingFrom && ratio.z >= failingZ,
    ),
  )
}

function surgeItself(window: IncidentWindow, mesh: MeshChanges, suspects: readonly RankedBlame[]): RankedBlame {
  const doors = [...mesh.values()].filter(({ incoming }) => incoming.length === 0)
  const service = window.entry ?? doors[0]?.service ?? window.services[0] ?? ''
  const known = suspects.find((suspect) => suspect.service === service)
  return { kind: 'load', service, mass: known?.mass ?? 0, share: known?.share ?? 0, path: [service] }
}

function busiest(mesh: MeshChanges): number {
  let most = 0
  for (const { errorRatio, requestsPerSecond } of mesh.values()) {
    most = Math.max(most, errorRatio?.requestsNow ?? (requestsPerSecond === undefined ? 0 : Number.POSITIVE_INFINITY))
  }
  return most
}

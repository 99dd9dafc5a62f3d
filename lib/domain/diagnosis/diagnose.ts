import { type Blame, blameFlow } from './blame-flow.ts'
import { findOnset } from './find-onset.ts'
import type { IncidentWindow } from './incident-window.ts'
import { meshChanges } from './mesh-changes.ts'
import { splitWindow } from './split-window.ts'

export interface Diagnosis {
  verdict: 'confident' | 'unsure' | 'none'
  ranking: { service: string; score: number }[]
  top: { kind: string; service: string; version?: string; edge?: readonly [string, string] } | undefined
  debug: unknown
}

export function diagnose(window: IncidentWindow): Diagnosis {
  const split = splitWindow(window, findOnset(window))
  const mesh = meshChanges(window, split)
  const blame = blameFlow(window, mesh)
  const services = window.candidates ?? window.services
  const z = new Map<string, number>()
  for (const [name, changes] of mesh) {
    let worst = Math.max(changes.latencyMs?.z ?? 0, changes.errorRatio?.z ?? 0, 0)
    for (const call of changes.incoming) {
      worst = Math.max(worst, call.felt.latencyZ, call.felt.errorRatio?.z ?? 0)
    }
    z.set(name, worst)
  }
  const byService = new Map<string, number>()
  for (const { service, edge, kind, mass } of blame.blames) {
    byService.set(service, (byService.get(service) ?? 0) + mass)
    if (kind === 'configuration' && edge) {
      byService.set(edge[0], (byService.get(edge[0]) ?? 0) + mass * 0.5)
    }
  }
  const top = Math.max(...services.map((s) => z.get(s) ?? 0), 1)
  const total = Math.max(...services.map((s) => byService.get(s) ?? 0), 1e-9)
  const ranking = services
    .map((service) => ({
      service,
      score: (byService.get(service) ?? 0) / total + 0.1 * Math.min(1, (z.get(service) ?? 0) / top),
    }))
    .sort((a, b) => b.score - a.score)
  const parts: Blame[] = blame.blames
  const first = parts[0]
  return {
    verdict: 'unsure',
    ranking,
    top: first && { kind: first.kind, service: first.service, ...(first.edge && { edge: first.edge }) },
    debug: [total, parts.slice(0, 6)],
  }
}

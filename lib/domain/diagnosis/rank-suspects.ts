import type { Blame, BlameFlow } from './blame-flow.ts'
import type { BlameKind } from './blame-portion.ts'
import type { IncidentWindow } from './incident-window.ts'
import type { MeshChanges } from './service-changes.ts'
import type { Suspect, SuspectKind } from './suspect.ts'
import { surgeFrom, surgeOf, trafficGrowth } from './traffic-growth.ts'
import { standsOut, versionContrast } from './version-contrast.ts'

const kindOf: Record<BlameKind, SuspectKind> = {
  service: 'service',
  endpoints: 'service',
  shortcut: 'service',
  network: 'network',
  configuration: 'configuration',
  dependency: 'dependency',
  unseen: 'unknown',
}

export type RankedBlame = Omit<Suspect, 'evidence'>

/**
 * Blame gathered by service, most first, limited to candidates. The kind is what most of a service's blame says, told
 * further apart by its versions and by load. Services nobody blames are left out.
 */
export function rankSuspects(window: IncidentWindow, mesh: MeshChanges, flow: BlameFlow): RankedBlame[] {
  const allowed = window.candidates && new Set(window.candidates)
  const surge = surgeOf(window, mesh)
  return [...Map.groupBy(flow.blames, ({ service }) => service)]
    .filter(([service]) => allowed?.has(service) ?? true)
    .map(([service, blames]) => {
      const mass = blames.reduce((sum, blame) => sum + blame.mass, 0)
      return {
        ...outsideOf(window, nameOf(service, blames, mesh, surge), service),
        service,
        mass,
        share: flow.total > 0 ? mass / flow.total : 0,
        path: pathTo(service, flow),
      }
    })
    .sort((a, b) => b.mass - a.mass || a.path.length - b.path.length)
}

function nameOf(
  service: string,
  blames: readonly Blame[],
  mesh: MeshChanges,
  surge: number,
): Pick<Suspect, 'kind' | 'version' | 'edge'> {
  const byKind = Map.groupBy(blames, ({ kind }) => kindOf[kind])
  const massOf = (kind: SuspectKind) => (byKind.get(kind) ?? []).reduce((sum, { mass }) => sum + mass, 0)
  const [kind = 'unknown'] = [...byKind.keys()].sort((a, b) => massOf(b) - massOf(a))
  const changes = mesh.get(service)
  const contrast = kind === 'service' && changes !== undefined ? versionContrast(changes) : undefined
  if (contrast !== undefined && standsOut(contrast)) {
    return { kind: 'version', version: contrast.version }
  }
  if (changes !== undefined && surge >= surgeFrom && trafficGrowth(changes) >= surgeFrom) {
    return { kind: 'load' }
  }
  const [loudest] = (byKind.get(kind) ?? []).toSorted((a, b) => b.mass - a.mass)
  return { kind, ...(loudest?.edge && { edge: loudest.edge }) }
}

/** Of a service outside the mesh nobody knows more than that others depend on it. */
function outsideOf(
  { outside = [] }: IncidentWindow,
  named: Pick<Suspect, 'kind' | 'version' | 'edge'>,
  service: string,
): Pick<Suspect, 'kind' | 'version' | 'edge'> {
  return named.kind === 'service' && outside.includes(service) ? { ...named, kind: 'dependency' } : named
}

/** From where trouble is felt down to the service, along the largest flows of blame. */
function pathTo(service: string, { inflows }: BlameFlow): string[] {
  const path = [service]
  for (let at = service; ; ) {
    const callers = [...(inflows.get(at) ?? [])].filter(([caller]) => !path.includes(caller))
    const [main] = callers.sort(([, a], [, b]) => b - a)
    if (main === undefined) {
      return path
    }
    at = main[0]
    path.unshift(at)
  }
}

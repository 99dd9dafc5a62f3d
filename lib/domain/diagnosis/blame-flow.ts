import type { IncidentWindow } from './incident-window.ts'
import { arrived, type CallChanges, feltBy, type MeshChanges, type ServiceChanges } from './mesh-changes.ts'

export interface BlameShare {
  kind: string
  service: string
  edge?: [string, string]
  mass: number
}

type Dim = 'latency' | 'errors'

/** 0 for noise, towards 1 the surer it is that something changed. */
export function sureness(z: number): number {
  return z <= 0 ? 0 : z ** 2 / (z ** 2 + 16)
}

export function blameFlow(window: IncidentWindow, mesh: MeshChanges) {
  const shares = new Map<string, BlameShare>()
  const put = (share: BlameShare) => {
    const key = JSON.stringify([share.kind, share.service, share.edge])
    const old = shares.get(key)
    if (old) {
      old.mass += share.mass
    } else {
      shares.set(key, { ...share })
    }
  }
  const coverage = gapCoverage(mesh)
  let mass = new Map<string, Record<Dim, number>>()
  for (const [name, changes] of mesh) {
    const own = { latency: latencyWeight(changes), errors: errorWeight(changes) }
    const { symptom } = window
    if (symptom) {
      const w = symptom.service === name ? 10 : 1
      const isErr = symptom.metric === 'availability' || symptom.metric === 'errors'
      const isLat = symptom.metric === 'latency'
      own.latency *= w * (isErr ? 0.1 : 1)
      own.errors *= w * (isLat ? 0.1 : 1)
    }
    mass.set(name, own)
  }
  for (let hop = 0; hop < 20; hop += 1) {
    const next = new Map<string, Record<Dim, number>>()
    const give = (name: string, dim: Dim, amount: number) => {
      const old = next.get(name) ?? { latency: 0, errors: 0 }
      old[dim] += amount
      next.set(name, old)
    }
    let moved = 0
    for (const [name, { latency, errors }] of mass) {
      const changes = mesh.get(name)
      if (!changes) continue
      if (latency > 1e-4) {
        moved += flowLatency(changes, latency, mesh, coverage, put, give)
      }
      if (errors > 1e-4) {
        moved += flowErrors(changes, errors, mesh, put, give)
      }
    }
    if (moved < 1e-3) break
    mass = next
  }
  const byService = new Map<string, number>()
  for (const share of shares.values()) {
    byService.set(share.service, (byService.get(share.service) ?? 0) + share.mass)
    if (share.edge && share.kind === 'configuration') {
      const s = share.edge[0]
      byService.set(s, (byService.get(s) ?? 0) + share.mass * 0.5)
    }
  }
  return { byService, shares: [...shares.values()].sort((a, b) => b.mass - a.mass) }
}

type Put = (share: BlameShare) => void
type Give = (name: string, dim: Dim, amount: number) => void

function flowLatency(
  changes: ServiceChanges,
  amount: number,
  mesh: MeshChanges,
  coverage: Map<string, number>,
  put: Put,
  give: Give,
): number {
  const grown = changes.latencyMs ? Math.max(0, changes.latencyMs.now - changes.latencyMs.before) : 0
  const parts = changes.outgoing.map((call) => {
    const felt = feltBy(call)
    const delta = felt.latencyMs ? felt.latencyMs.now - felt.latencyMs.before : 0
    const calls = call.callsPerRequest?.before ?? 1
    return { call, ms: Math.max(0, delta) * calls * sureness(felt.latencyZ) }
  })
  const below = parts.reduce((sum, { ms }) => sum + ms, 0)
  const whole = Math.max(grown, below)
  if (whole <= 0) {
    put({ kind: 'service', service: changes.service, mass: amount })
    return 0
  }
  const self = (whole - below) / whole
  put({ kind: 'service', service: changes.service, mass: amount * self })
  let moved = 0
  for (const { call, ms } of parts) {
    if (ms <= 0) continue
    const part = (amount * ms) / whole
    const gap = gapShare(call)
    if (gap > 0) {
      const [a, b] = [coverage.get(call.source) ?? 0, coverage.get(call.destination) ?? 0]
      const toCallee = (b ** 3 + 1e-9) / (a ** 3 + b ** 3 + 2e-9)
      const edge: [string, string] = [call.source, call.destination]
      put({ kind: 'network', service: call.destination, edge, mass: part * gap * toCallee })
      put({ kind: 'network', service: call.source, edge, mass: part * gap * (1 - toCallee) })
    }
    give(call.destination, 'latency', part * (1 - gap))
    moved += part * (1 - gap)
  }
  return moved
}

function gapShare(call: CallChanges): number {
  const [felt, done] = [call.felt.latencyMs, call.done.latencyMs]
  if (!felt || !done) return 0
  const df = felt.now - felt.before
  const dd = done.now - done.before
  if (df <= 0) return 0
  const gap = df - Math.max(0, dd)
  const z = gap / Math.hypot(felt.spread, done.spread)
  return Math.min(1, Math.max(0, gap / df)) * sureness(z)
}

function gapCoverage(mesh: MeshChanges): Map<string, number> {
  const found = new Map<string, number>()
  for (const [name, { incoming, outgoing }] of mesh) {
    const seen = [...incoming, ...outgoing].filter((c) => c.felt.latencyMs && c.done.latencyMs)
    const sum = seen.reduce((total, call) => total + gapShare(call), 0)
    found.set(name, seen.length === 0 ? 0 : sum / seen.length)
  }
  return found
}

function flowErrors(changes: ServiceChanges, amount: number, _mesh: MeshChanges, put: Put, give: Give): number {
  const parts = changes.outgoing.map((call) => {
    const felt = feltBy(call)
    const { errorRatio } = felt
    const grown = errorRatio ? Math.max(0, errorRatio.now - errorRatio.before) * sureness(errorRatio.z) : 0
    const denied = felt.flags.get('403')
    const refused = denied ? (denied.now - denied.before) * sureness(denied.z) : 0
    const calls = call.callsPerRequest?.before ?? 1
    return { call, share: Math.max(grown, refused) * calls, grown, refused }
  })
  const below = parts.reduce((sum, { share }) => sum + share, 0)
  const surest = Math.max(
    0,
    ...parts.map(({ call }) => {
      const felt = feltBy(call)
      return Math.max(sureness(felt.errorRatio?.z ?? 0), sureness(felt.flags.get('403')?.z ?? 0))
    }),
  )
  const explained = below > 0 ? 0.88 * surest : 0
  put({ kind: 'service', service: changes.service, mass: amount * (1 - explained) })
  let moved = 0
  for (const { call, share, grown, refused } of parts) {
    if (share <= 0) continue
    const part = (amount * explained * share) / below
    const edge: [string, string] = [call.source, call.destination]
    if (refused > grown) {
      put({ kind: 'configuration', service: call.destination, edge, mass: part })
      continue
    }
    const felt = feltBy(call)
    const done = call.done.errorRatio
    const rose = felt.errorRatio ? felt.errorRatio.now - felt.errorRatio.before : 0
    const through = call.felt.errorRatio && rose > 0 ? (done ? Math.min(1, Math.max(0, done.now - done.before) / rose) : 0) : 1
    give(call.destination, 'errors', part * through)
    moved += part * through
    const rest = part * (1 - through)
    if (rest <= 0) continue
    const flagged = (flag: string) => {
      const f = felt.flags.get(flag)
      return f ? (f.now - f.before) * sureness(f.z) : 0
    }
    const config = flagged('UO') + flagged('NR') + flagged('NC')
    const lost = flagged('UH') + flagged('UF')
    const late = flagged('UT')
    const sum = config + lost + late
    if (sum === 0) {
      put({ kind: 'service', service: call.destination, mass: rest })
      continue
    }
    put({ kind: 'configuration', service: call.destination, edge, mass: (rest * config) / sum })
    put({ kind: 'service', service: call.destination, mass: (rest * lost) / sum })
    if (late > 0) {
      const slow = arrived(call)
      const slower = sureness(slow.latencyZ)
      give(call.destination, 'latency', ((rest * late) / sum) * slower)
      moved += ((rest * late) / sum) * slower
      put({ kind: 'configuration', service: call.destination, edge, mass: ((rest * late) / sum) * (1 - slower) })
    }
  }
  return moved
}

function latencyWeight({ latencyMs }: ServiceChanges): number {
  if (!latencyMs || latencyMs.now <= latencyMs.before) return 0
  const grown = latencyMs.now - latencyMs.before
  return (sureness(latencyMs.z) * grown) / (grown + latencyMs.before)
}

function errorWeight({ errorRatio }: ServiceChanges): number {
  if (!errorRatio || errorRatio.now <= errorRatio.before) return 0
  const grown = errorRatio.now - errorRatio.before
  return (sureness(errorRatio.z) * grown) / (grown + 0.05)
}

import { z } from 'zod'

const whole = z.int().nonnegative()

export const MeshSize = z.strictObject({ services: whole, edges: whole, namespaces: whole, seed: whole })
export type MeshSize = z.infer<typeof MeshSize>

export interface PlannedService {
  namespace: string
  /** Also its app; its one workload is this with `-v1`. */
  name: string
}

export interface PlannedCall {
  source: PlannedService
  target: PlannedService
  protocol: 'http' | 'grpc' | 'tcp'
  requestsPerSecond: number
  meanMs: number
  /** In [0, 1): where in its wave the rate stands. */
  phase: number
  /** Share of the requests that the target answers with a failure of its own. */
  failedShare: number
}

export interface MeshPlan {
  namespaces: string[]
  services: PlannedService[]
  calls: PlannedCall[]
}

const atHomeShare = 0.85
const failingShare = 0.14
/** Every other service fails now and then. */
const mostStrayShare = 0.001
const degradedShare = 0.007

/**
 * A mesh of exactly so many services and calls between different pairs of them, the same for the same seed. Every
 * service calls or is called; calls lead from earlier services to later ones, mostly inside a namespace; one service
 * fails outright and two are degraded.
 */
export function planMesh(size: MeshSize): MeshPlan {
  const chance = randomUnits(size.seed)
  const namespaces = Array.from({ length: size.namespaces }, (_, index) => `team-${numbered(index)}`)
  const services = Array.from({ length: size.services }, (_, index) => ({
    namespace: namespaces[index % size.namespaces] ?? '',
    name: `service-${numbered(Math.floor(index / size.namespaces))}`,
  }))
  const shares = failedShares(size)
  const calls = choosePairs(size, chance).map(([from, to]): PlannedCall => {
    const [source, target] = [services[from], services[to]]
    if (source === undefined || target === undefined) {
      throw new Error('a call outside the mesh')
    }
    const kind = chance()
    return {
      source,
      target,
      protocol: shares.has(to) || kind < 0.76 ? 'http' : kind < 0.96 ? 'grpc' : 'tcp',
      requestsPerSecond: 0.5 * 400 ** chance(),
      meanMs: 3 * 60 ** chance(),
      phase: chance(),
      failedShare: shares.get(to) ?? mostStrayShare * chance(),
    }
  })
  return { namespaces, services, calls }
}

/** Which services are in trouble, by index, and how much. */
function failedShares({ services }: MeshSize): Map<number, number> {
  const at = (share: number) => Math.floor(share * services)
  return new Map([
    [at(0.617), failingShare],
    [at(0.473), degradedShare],
    [at(0.834), degradedShare],
  ])
}

/** First one caller for every service behind the first of its namespace, then further pairs until there are enough. */
function choosePairs({ services, edges, namespaces }: MeshSize, chance: () => number): [number, number][] {
  const most = (services * (services - 1)) / 2
  if (services < 2 * namespaces || edges < services - namespaces || edges > most / 2) {
    throw new Error(`no mesh of ${services} services and ${edges} calls in ${namespaces} namespaces`)
  }
  const pairs = new Map<number, [number, number]>()
  const add = (from: number, to: number) => pairs.set(from * services + to, [from, to])
  for (let to = namespaces; to < services; to += 1) {
    add(earlierAtHome(to, namespaces, chance), to)
  }
  while (pairs.size < edges) {
    const to = namespaces + Math.floor(chance() * (services - namespaces))
    add(chance() < atHomeShare ? earlierAtHome(to, namespaces, chance) : Math.floor(chance() * to), to)
  }
  return [...pairs.values()]
}

/** Nearer callers are likelier, so that the mesh is deep and not a star. */
function earlierAtHome(to: number, namespaces: number, chance: () => number): number {
  const rank = Math.floor(to / namespaces)
  return (to % namespaces) + namespaces * Math.floor(Math.sqrt(chance()) * rank)
}

function numbered(index: number): string {
  return String(index + 1).padStart(2, '0')
}

/** Numbers in [0, 1), by the generator mulberry32. */
function randomUnits(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

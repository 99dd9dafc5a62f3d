import type { Random } from './random.ts'

export interface PlannedCall {
  to: string
  perRequest: number
  isTcp: boolean
  retries: number
  timeoutMs: number
  /** Whether the caller fails when this call does. */
  isRequired: boolean
  wayMs: number
}

export interface PlannedService {
  name: string
  ownMs: number
  /** Requests per second it can serve. */
  capacity: number
  errorShare: number
  versions: { name: string; share: number }[]
  calls: PlannedCall[]
}

export interface MeshPlan {
  entry: string
  entryRate: number
  services: Map<string, PlannedService>
}

/** A mesh of layers with shared callees, databases behind TCP, side calls that few requests make, and optional ones. */
export function planMesh(random: Random, size: number): MeshPlan {
  const names = Array.from({ length: size }, (_, index) => `app-${index}`)
  const services = new Map<string, PlannedService>()
  for (const name of ['gateway', ...names]) {
    services.set(name, {
      name,
      ownMs: name === 'gateway' ? 1 : Math.exp(random.between(0.5, 4)),
      capacity: Number.POSITIVE_INFINITY,
      errorShare: random.next() < 0.3 ? random.between(0.0005, 0.006) : 0,
      versions: [],
      calls: [],
    })
  }
  for (const [index, name] of names.entries()) {
    const callers = index < 2 ? ['gateway'] : uplinks(random, names, index)
    for (const caller of callers) {
      services.get(caller)?.calls.push(planCall(random, name, false))
    }
  }
  for (const name of names.filter(() => random.next() < 0.3)) {
    const shared = random.next() < 0.25 ? 'store-shared' : `store-${name}`
    services.set(shared, {
      name: shared,
      ownMs: 2,
      capacity: Number.POSITIVE_INFINITY,
      errorShare: 0,
      versions: [],
      calls: [],
    })
    services.get(name)?.calls.push({ ...planCall(random, shared, true), isRequired: true })
  }
  const plan = { entry: 'gateway', entryRate: Math.exp(random.between(2, 5.3)), services }
  for (const [name, rate] of plannedRates(plan)) {
    const service = services.get(name)
    if (service !== undefined && name !== 'gateway') {
      service.capacity = Math.max(rate, 0.05) * random.between(2.2, 5)
    }
  }
  return plan
}

function uplinks(random: Random, names: readonly string[], index: number): string[] {
  const wanted = random.next() < 0.35 ? 2 : 1
  const above = new Set<string>()
  for (let tries = 0; tries < wanted; tries += 1) {
    above.add(names[random.whole(Math.max(0, Math.floor(index / 3) - 2), index - 1)] ?? 'gateway')
  }
  return [...above]
}

function planCall(random: Random, to: string, isTcp: boolean): PlannedCall {
  return {
    to,
    isTcp,
    perRequest: random.next() < 0.2 ? random.between(0.02, 0.2) : random.between(0.5, 2.2),
    retries: !isTcp && random.next() < 0.3 ? 2 : 0,
    timeoutMs: Number.POSITIVE_INFINITY,
    isRequired: random.next() < 0.75,
    wayMs: random.between(0.3, 2),
  }
}

/** Requests per second each service gets when all is well; callers come before callees in the map. */
export function plannedRates({ entry, entryRate, services }: MeshPlan): Map<string, number> {
  const rates = new Map([[entry, entryRate]])
  for (const [name, { calls }] of services) {
    for (const { to, perRequest } of calls) {
      rates.set(to, (rates.get(to) ?? 0) + (rates.get(name) ?? 0) * perRequest)
    }
  }
  return rates
}

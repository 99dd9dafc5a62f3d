import { type MeshPlan, type PlannedCall, type PlannedService, plannedRates } from './mesh-plan.ts'
import type { Random } from './random.ts'

export const faultKinds = [
  'own-time',
  'own-errors',
  'no-endpoints',
  'network-delay',
  'network-loss',
  'pool-limit',
  'tight-timeout',
  'denied',
  'bad-version',
  'slow-version',
  'slow-store',
  'early-return',
  'overload',
  'none',
  'carried-surge',
] as const
export type FaultKind = (typeof faultKinds)[number]

/** What is wrong with a mesh from the injection on. */
export interface Fault {
  kind: FaultKind
  service: string
  caller?: string
  /** Factor on own time, share of errors, ms on the way …, as the kind needs. */
  size: number
  /** Factor on the load from outside. */
  surge: number
}

/** Picks a place where such a fault can be told from nothing: enough requests, a caller where a call is needed. */
export function planFault(random: Random, plan: MeshPlan, kind: FaultKind): Fault {
  const rates = plannedRates(plan)
  const busy = [...plan.services.values()].filter(
    ({ name }) => name !== plan.entry && !name.startsWith('store') && (rates.get(name) ?? 0) > 0.5,
  )
  const service = random.pick(busy)
  const callers = [...plan.services.values()].filter(({ calls }) => calls.some(({ to }) => to === service.name))
  const caller = random.pick(callers)
  const fault: Fault = { kind, service: service.name, size: 1, surge: 1 }
  switch (kind) {
    case 'own-time':
      return { ...fault, size: random.between(2.5, 8) + 60 / service.ownMs }
    case 'own-errors':
      return { ...fault, size: random.between(0.03, 0.5) }
    case 'no-endpoints':
      return { ...fault, size: random.between(0.3, 0.9) }
    case 'network-delay':
      return { ...fault, size: random.between(25, 200) }
    case 'network-loss':
      return { ...fault, size: random.between(0.05, 0.25) }
    case 'pool-limit':
    case 'denied':
      return { ...fault, caller: caller.name, size: random.between(0.15, 0.8) }
    case 'tight-timeout':
      return { ...fault, caller: caller.name, size: random.between(0.5, 1.1) }
    case 'bad-version':
      service.versions = versionPair(random)
      return { ...fault, size: random.between(0.2, 0.9) }
    case 'slow-version':
      service.versions = versionPair(random)
      return { ...fault, size: random.between(5, 20) + 100 / service.ownMs }
    case 'slow-store':
      return { ...fault, service: storeOf(random, plan, rates), size: random.between(50, 500) }
    case 'early-return': {
      const able = busy.filter(({ calls }) => calls.some(({ isTcp, perRequest }) => !isTcp && perRequest > 0.3))
      return { ...fault, service: random.pick(able).name, size: random.between(0.5, 0.95) }
    }
    case 'overload':
      return overload(random, fault, service, rates)
    case 'carried-surge':
      return { ...fault, service: plan.entry, surge: random.between(1.2, 1.9) }
    default:
      return { ...fault, service: plan.entry }
  }
}

function overload(random: Random, fault: Fault, service: PlannedService, rates: ReadonlyMap<string, number>): Fault {
  service.capacity = (rates.get(service.name) ?? 1) * 1.4
  return { ...fault, surge: random.between(1.7, 2.1) }
}

function versionPair(random: Random): PlannedService['versions'] {
  const share = random.between(0.1, 0.5)
  return [
    { name: 'v1', share: 1 - share },
    { name: 'v2', share },
  ]
}

function storeOf(random: Random, plan: MeshPlan, rates: ReadonlyMap<string, number>): string {
  const used = [...plan.services.values()].flatMap(({ name, calls }) =>
    (rates.get(name) ?? 0) > 0.5 ? calls.filter(({ isTcp }) => isTcp).map(({ to }: PlannedCall) => to) : [],
  )
  if (used.length > 0) {
    return random.pick(used)
  }
  const host = plan.services.get('app-0')
  plan.services.set('store-0', {
    name: 'store-0',
    ownMs: 2,
    capacity: Number.POSITIVE_INFINITY,
    errorShare: 0,
    versions: [],
    calls: [],
  })
  host?.calls.push({
    to: 'store-0',
    isTcp: true,
    perRequest: 1,
    retries: 0,
    timeoutMs: Number.POSITIVE_INFINITY,
    isRequired: true,
    wayMs: 0.3,
  })
  return 'store-0'
}

import type { MeshPlan, PlannedCall, PlannedService } from './mesh-plan.ts'
import type { Fault } from './plan-fault.ts'

/** What truly happens on one call in one bucket, before sampling. */
export interface CallState {
  asked: number
  attempts: number
  arrived: number
  doneMs: number
  feltMs: number
  doneErrors: number
  feltErrors: number
  flags: Record<string, number>
  versions: { name: string; share: number; errors: number; ms: number }[]
}

/** The store of each call in one bucket: key `caller>callee`. */
export type BucketState = Map<string, CallState>

interface ServiceState {
  arriving: number
  ms: number
  errors: number
}

const rounds = 6

/**
 * One bucket of the mesh in balance: rates flow down with retries, times and failures flow up, queues lengthen with
 * load. `fault` acts in full; without one all is well. `wobble` is each service's own factor on its time.
 */
export function simulateBucket(
  plan: MeshPlan,
  load: number,
  wobble: (service: string) => number,
  fault: Fault | undefined,
): BucketState {
  const states = new Map<string, ServiceState>(
    [...plan.services.keys()].map((name) => [name, { arriving: 0, ms: 1, errors: 0 }]),
  )
  let calls: BucketState = new Map()
  for (let round = 0; round < rounds; round += 1) {
    calls = new Map()
    const rates = new Map([[plan.entry, plan.entryRate * load]])
    for (const service of plan.services.values()) {
      const rate = rates.get(service.name) ?? 0
      let going = 1
      for (const call of service.calls) {
        const skipped = fault?.kind === 'early-return' && fault.service === service.name ? 1 - fault.size : 1
        const state = callState(plan, service.name, call, rate * call.perRequest * going * skipped, states, fault)
        calls.set(`${service.name}>${call.to}`, state)
        rates.set(call.to, (rates.get(call.to) ?? 0) + state.arrived)
        going *= call.isRequired ? Math.max(0.05, 1 - state.feltErrors * Math.min(1, call.perRequest)) : 1
      }
    }
    for (const service of [...plan.services.values()].reverse()) {
      states.set(service.name, serviceState(service, rates.get(service.name) ?? 0, wobble(service.name), calls, fault))
    }
  }
  return calls
}

function serviceState(
  service: PlannedService,
  arriving: number,
  wobble: number,
  calls: BucketState,
  fault: Fault | undefined,
): ServiceState {
  const hit = fault?.service === service.name ? fault : undefined
  const use = Math.min(arriving / service.capacity, 3)
  const queue = 1 + (0.25 * use) / Math.max(0.08, 1 - use)
  const slow = hit?.kind === 'own-time' ? hit.size : 1
  let ms = service.ownMs * wobble * queue * slow
  let ok = 1 - service.errorShare - (use > 1 ? 0.8 * (1 - 1 / use) : 0)
  ok *= hit?.kind === 'own-errors' ? 1 - hit.size : 1
  if (hit?.kind === 'bad-version' || hit?.kind === 'slow-version') {
    const share = service.versions[1]?.share ?? 0
    ok *= hit.kind === 'bad-version' ? 1 - share * hit.size : 1
    ms *= hit.kind === 'slow-version' ? 1 + share * (hit.size - 1) : 1
  }
  const returned = hit?.kind === 'early-return' ? 1 - hit.size : 1
  ms *= returned
  for (const call of service.calls) {
    const state = calls.get(`${service.name}>${call.to}`)
    if (state !== undefined) {
      const storeMs = fault?.kind === 'slow-store' && fault.service === call.to ? fault.size : 0
      ms += call.perRequest * returned * (call.isTcp ? 1 + storeMs : state.feltMs)
      ok *= call.isRequired ? Math.max(0, 1 - Math.min(1, call.perRequest) * state.feltErrors * returned) : 1
    }
  }
  return { arriving, ms, errors: Math.min(1, Math.max(0, 1 - ok)) }
}

function callState(
  plan: MeshPlan,
  caller: string,
  call: PlannedCall,
  asked: number,
  states: ReadonlyMap<string, ServiceState>,
  fault: Fault | undefined,
): CallState {
  const callee = states.get(call.to) ?? { arriving: 0, ms: 1, errors: 0 }
  const onCallee = fault?.service === call.to ? fault : undefined
  const onCall = onCallee?.caller === undefined || onCallee.caller === caller ? onCallee : undefined
  const near = fault?.service === caller || onCallee !== undefined
  let wayMs = call.wayMs
  wayMs += near && fault?.kind === 'network-delay' ? fault.size : 0
  wayMs += near && fault?.kind === 'network-loss' ? fault.size * 400 : 0
  const refused: Record<string, number> = {}
  if (onCall?.kind === 'no-endpoints') {
    refused.UH = onCall.size
  } else if (onCall?.kind === 'pool-limit') {
    refused.UO = onCall.size
  } else if (near && fault?.kind === 'network-loss') {
    refused.UF = fault.size * 0.1
  }
  const timeoutMs = onCall?.kind === 'tight-timeout' ? callee.ms * onCall.size : call.timeoutMs
  const late = timeoutMs === Number.POSITIVE_INFINITY ? 0 : Math.min(0.9, 0.5 ** (timeoutMs / callee.ms) * 0.9)
  const denied = onCall?.kind === 'denied' ? onCall.size : 0
  const notSent = Object.values(refused).reduce((sum, share) => sum + share, 0)
  const fails = Math.min(1, notSent + (1 - notSent) * (late + (1 - late) * callee.errors))
  const last = fails ** (call.retries + 1)
  const attempts = fails >= 1 ? call.retries + 1 : (1 - last) / (1 - fails)
  const flags: Record<string, number> = {}
  for (const [flag, share] of Object.entries(refused)) {
    flags[flag] = (asked * share * last) / Math.max(fails, 1e-9)
  }
  if (late > 0) {
    flags.UT = (asked * (1 - notSent) * late * last) / Math.max(fails, 1e-9)
  }
  if (call.retries > 0) {
    flags.URX = asked * last
  }
  if (denied > 0) {
    flags['403'] = asked * denied
  }
  const doneMs = callee.ms
  const feltMs = Math.min(doneMs + wayMs, timeoutMs) * (1 + (attempts - 1) * 0.8)
  return {
    asked,
    attempts,
    arrived: asked * attempts * (1 - notSent),
    doneMs,
    feltMs,
    doneErrors: callee.errors,
    feltErrors: Math.min(1, last + (1 - last) * denied),
    flags,
    versions: versionsOf(plan.services.get(call.to), callee, onCallee),
  }
}

function versionsOf(service: PlannedService | undefined, state: ServiceState, fault: Fault | undefined) {
  const versions = service?.versions ?? []
  return versions.map(({ name, share }, index) => {
    const isBad = index === 1
    const extra = fault?.kind === 'bad-version' && isBad ? fault.size : 0
    const spared = fault?.kind === 'bad-version' ? fault.size * (versions[1]?.share ?? 0) : 0
    const slow = fault?.kind === 'slow-version'
    return {
      name,
      share,
      errors: Math.min(1, Math.max(0, state.errors - spared) + extra),
      ms: slow && !isBad ? (service?.ownMs ?? state.ms) : state.ms * (slow ? 1.5 : 1),
    }
  })
}

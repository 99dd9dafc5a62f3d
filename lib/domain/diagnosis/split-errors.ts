import type { BlamePortion } from './blame-portion.ts'
import { isFirstCalled, type RatioChange } from './ratio-change.ts'
import { refusalOf } from './refusals.ts'
import { arrived, type CallChanges, feltBy, type MeshChanges, type ServiceChanges } from './service-changes.ts'
import type { SightChanges } from './sight-changes.ts'
import { sureness } from './sureness.ts'
import { trafficGrowth } from './traffic-growth.ts'

/** One failing call of many fails the whole request: that a callee fails explains its caller, whatever the sizes. */
const explainedByExistence = 0.88
/** Where nobody counts the callees' errors, they may as well be the ones. */
const unseenShare = 0.5
/** What a callee of which nothing stirred weighs beside one of which something surely did. */
const quietWeight = 0.1

const policyFlags = ['UO', 'NR', 'NC', 'RL', 'UAEX'] as const
const unreachableFlags = ['UH', 'UF', 'UC'] as const

interface FailingCall {
  call: CallChanges
  /** Failures more than before per call, and the same of refusals. */
  failing: number
  refused: number
  sure: number
}

/**
 * Where a service's failures come from. A callee that surely fails explains its caller; what the callee's own proxy saw
 * fail goes on to it, what never arrived belongs to what the caller's flags say. A callee first called in the incident
 * and failing since is its caller's doing. The portions sum to 1.
 */
export function splitErrors(changes: ServiceChanges, mesh: MeshChanges): BlamePortion[] {
  const { errorRatio, outgoing } = changes
  const failing = outgoing.map(toFailing).filter(({ failing, refused }) => failing > 0 || refused > 0)
  const weights = failing.map(
    ({ call, failing, refused }) => Math.max(failing, refused) * (call.callsPerRequest?.before ?? 1),
  )
  const below = weights.reduce((sum, weight) => sum + weight, 0)
  const grown = errorRatio === undefined ? 0 : errorRatio.now - errorRatio.before
  const surest = Math.max(0, ...failing.map(({ sure }) => sure))
  const explained =
    below <= 0 ? 0 : surest * Math.max(explainedByExistence, grown <= 0 ? 1 : Math.min(1, below / grown))
  return [
    ...splitOwnErrors(changes, (1 - explained) / trafficGrowth(changes), mesh),
    ...failing.flatMap((one, index) => splitCall(one, (explained * (weights[index] ?? 0)) / below)),
  ]
}

/** Failures a caller felt that its callee never saw: trouble of the call itself, whether or not the caller fails by it. */
export function failuresOnTheWay(call: CallChanges): { share: number; portions: BlamePortion[] } {
  const one = toFailing(call)
  const share = Math.max(one.failing, one.refused)
  return { share, portions: share > 0 ? splitCall(one, 1).filter(({ onward }) => onward !== 'errors') : [] }
}

function toFailing(call: CallChanges): FailingCall {
  const felt = feltBy(call)
  const { errorRatio } = felt
  const denied = refusalOf(felt)
  const isNew = isFirstCalled(errorRatio) && !policyFlags.some((flag) => felt.flags.has(flag))
  const failing = isNew ? 0 : rise(errorRatio)
  const refused = isNew ? 0 : rise(denied)
  return { call, failing, refused, sure: Math.max(sureness(errorRatio?.z ?? 0), sureness(denied?.z ?? 0)) }
}

function rise(ratio: RatioChange | undefined): number {
  return ratio === undefined ? 0 : Math.max(0, ratio.now - ratio.before) * sureness(ratio.z)
}

/** Missing data is not zero: callees whose errors nobody counted share what the service itself is not known to do. */
function splitOwnErrors({ service, outgoing }: ServiceChanges, own: number, mesh: MeshChanges): BlamePortion[] {
  const unseen = outgoing
    .filter((call) => call.felt.errorRatio === undefined && call.done.errorRatio === undefined)
    .filter((call) => feltBy(call).latencyMs !== undefined)
    .map((call) => {
      const stir = Math.max(Math.abs(feltBy(call).latencyZ), mesh.get(call.destination)?.stir ?? 0)
      return { call, weight: quietWeight + sureness(stir) }
    })
  const total = unseen.reduce((sum, { weight }) => sum + weight, 0)
  return [
    unseen.length > 0
      ? { share: own * (1 - unseenShare), service, kind: 'unseen' }
      : { share: own, service, kind: 'service' },
    ...unseen.map(
      ({ call, weight }): BlamePortion => ({
        share: (own * unseenShare * weight) / total,
        service: call.destination,
        kind: 'unseen',
      }),
    ),
  ]
}

function splitCall({ call, failing, refused }: FailingCall, share: number): BlamePortion[] {
  const edge = [call.source, call.destination] as const
  const policy = { service: call.destination, kind: 'configuration', edge } as const
  if (refused > failing) {
    return [{ share, ...policy }]
  }
  const through = shareThatArrived(call)
  const rest = share * (1 - through)
  const { flags } = feltBy(call)
  const flagged = (names: readonly string[]) => names.reduce((sum, name) => sum + rise(flags.get(name)), 0)
  const [byPolicy, unreachable, late] = [flagged(policyFlags), flagged(unreachableFlags), flagged(['UT'])]
  const total = byPolicy + unreachable + late
  const slow = isCutShort(call) ? 0 : sureness(arrived(call).latencyZ)
  const portions: BlamePortion[] = [
    { share: share * through, service: call.destination, kind: 'service', onward: 'errors' },
    ...(total === 0
      ? ([{ share: rest, service: call.destination, kind: 'service' }] as const)
      : ([
          { share: (rest * byPolicy) / total, ...policy },
          { share: (rest * unreachable) / total, service: call.destination, kind: 'endpoints', edge },
          { share: (rest * late * slow) / total, service: call.destination, kind: 'service', onward: 'latency' },
          { share: (rest * late * (1 - slow)) / total, ...policy },
        ] as const)),
  ]
  return portions.filter((portion) => portion.share > 0)
}

/**
 * A slow callee makes its caller wait up to a timeout, so the caller's tail grows; a timeout that was shortened cuts
 * that tail below what it was.
 */
function isCutShort({ felt }: CallChanges): boolean {
  const tail = felt.latencies.at(-1)?.change
  return tail !== undefined && tail.now < tail.before
}

/** Of the failures a caller felt, the share that the callee's proxy saw fail too, by count. */
function shareThatArrived({ felt, done, isShared }: CallChanges): number {
  if (isShared || felt.errorRatio === undefined) {
    return 1
  }
  const feltMore = moreFailures(felt)
  return feltMore <= 0 ? 1 : Math.min(1, Math.max(0, moreFailures(done)) / feltMore)
}

function moreFailures({ errorRatio, requestsPerSecond }: SightChanges): number {
  return errorRatio === undefined ? 0 : (errorRatio.now - errorRatio.before) * (requestsPerSecond?.now ?? 1)
}

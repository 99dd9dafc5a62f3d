import { type CallChanges, type CallsPerRequest, feltBy, type MeshChanges } from './service-changes.ts'

/**
 * How often a service calls per request it serves itself. Where only services are counted, each caller is taken to call
 * as often as the others, and with several of them at least once.
 */
export function callsPerRequest(call: CallChanges, services: MeshChanges): CallsPerRequest | undefined {
  const served = services.get(call.source)?.requestsPerSecond
  const made = call.isShared ? undefined : feltBy(call).requestsPerSecond
  if (served === undefined) {
    return undefined
  }
  if (made !== undefined) {
    return { before: ratio(made.before, served.before), now: ratio(made.now, served.now), isGuess: false }
  }
  const callee = services.get(call.destination)
  const total = callee?.incoming.reduce((sum, { source }) => {
    return sum + (services.get(source)?.requestsPerSecond?.before ?? 0)
  }, 0)
  const share = total === undefined || total === 0 ? 0 : served.before / total
  const rate = callee?.requestsPerSecond
  if ((callee?.incoming.length ?? 0) > 1 && rate !== undefined) {
    const atLeast = Math.max(1, ratio(rate.before * share, served.before))
    return { before: atLeast, now: atLeast, isGuess: true }
  }
  return (
    rate && {
      before: ratio(rate.before * share, served.before),
      now: ratio(rate.now * share, served.now),
      isGuess: false,
    }
  )
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0
}

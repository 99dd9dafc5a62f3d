import { isCatchAll } from '../routing/effective-virtual-service.ts'
import { ignoresItsSource } from '../routing/ignores-its-source.ts'
import type { HttpMatch, HttpRoute } from '../routing/virtual-service.ts'
import { canonicalText } from './canonical-text.ts'
import type { ChangeFinding } from './change-finding.ts'
import { durationMs } from './duration-ms.ts'
import { matchText } from './match-text.ts'
import { numberOf, type Written, writtenOf } from './written-object.ts'

/** A mistake in an object that Istio accepts; how grave it is depends on who made it. */
export type Mistake = Pick<ChangeFinding, 'rule' | 'params'>

/** What people call a route: its name, else whom it takes. */
export function routeLabel({ name, match = [] }: HttpRoute): string {
  return name || match.map(matchText).join(' | ') || '*'
}

/** Mistakes of one route by itself. `written` is the route with the fields that routing does not read. */
export function routeMistakes(route: HttpRoute, written: Written): Mistake[] {
  const label = { route: routeLabel(route) }
  const [lone, ...others] = route.route ?? []
  const mistakes: Mistake[] = []
  if (lone?.weight === 0 && others.length === 0) {
    mistakes.push({
      rule: 'lone-zero-weight',
      params: { ...label, name: lone.destination.subset ?? lone.destination.host },
    })
  }
  if (route.match?.some(ignoresItsSource)) {
    mistakes.push({ rule: 'source-match-ignored', params: label })
  }
  return [...mistakes, ...policyMistakes(written, label)]
}

function policyMistakes(written: Written, label: { route: string }): Mistake[] {
  const fault = writtenOf(written.fault)
  const [delay, abort] = [writtenOf(fault.delay), writtenOf(fault.abort)]
  const faults = [delay, abort].filter((part) => Object.keys(part).length > 0)
  const timeoutMs = durationMs(written.timeout)
  const perTryMs = durationMs(writtenOf(written.retries).perTryTimeout)
  const mistakes: Mistake[] = []
  if (faults.some((part) => part.percent === undefined && numberOf(writtenOf(part.percentage).value) === undefined)) {
    mistakes.push({ rule: 'fault-without-percentage', params: label })
  }
  if (faults.length > 0 && (timeoutMs !== undefined || written.retries !== undefined)) {
    mistakes.push({ rule: 'fault-hides-timeout', params: label })
  }
  if (timeoutMs !== undefined && perTryMs !== undefined && timeoutMs > 0 && perTryMs > timeoutMs) {
    mistakes.push({ rule: 'per-try-exceeds-timeout', params: { ...label, perTryMs, timeoutMs } })
  }
  return mistakes
}

/** Names that several routes have. */
export function duplicateNames(routes: readonly HttpRoute[]): Mistake[] {
  const names = routes.flatMap(({ name }) => name || [])
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index))
  return [...twice].map((name) => ({ rule: 'duplicate-route-name', params: { name } }))
}

/** Routes no request can reach: behind one that takes everything, or with blocks that earlier routes all have. */
export function unreachableRoutes(routes: readonly HttpRoute[]): Mistake[] {
  const seen = new Set<string>()
  let isClosed = false
  return routes.flatMap((route) => {
    const blocks = (route.match ?? []).map(canonicalText)
    const isHidden = isClosed || (blocks.length > 0 && blocks.every((block) => seen.has(block)))
    for (const block of blocks) {
      seen.add(block)
    }
    isClosed ||= isCatchAll(route) && (route.match ?? []).every(takesEveryProxy)
    return isHidden ? [{ rule: 'route-unreachable' as const, params: { route: routeLabel(route) } }] : []
  })
}

/** Whether proxies and ports do not matter to a block. */
function takesEveryProxy({ gateways = [], sourceLabels = {}, sourceNamespace, port }: HttpMatch): boolean {
  return gateways.length === 0 && Object.keys(sourceLabels).length === 0 && !sourceNamespace && port === undefined
}

/** Gateways a VirtualService or its matches name, `mesh` left out. */
export function namedGateways(gateways: readonly string[], routes: readonly HttpRoute[]): string[] {
  const inMatches = routes.flatMap(({ match = [] }) => match.flatMap((block) => block.gateways ?? []))
  return [...new Set([...gateways, ...inMatches])].filter((gateway) => gateway !== 'mesh')
}

import type { MeshObject } from '../../domain/mesh/inventory.ts'
import { readDestinationRule } from '../../domain/routing/destination-rule.ts'
import type { HttpMatch } from '../../domain/routing/virtual-service.ts'
import { coveredPrefixes } from './covered-prefixes.ts'

/** What istiod's validating webhook says of an object, in its own words. */
export interface IstiodReview {
  denials: string[]
  warnings: string[]
}

interface Weighted {
  weight?: number
}

interface Share {
  percentage?: { value?: number }
}

/** What the review reads of a route; field types hold already. */
interface Route {
  name?: string
  match?: HttpMatch[]
  route?: Weighted[]
  redirect?: object
  directResponse?: { status?: number }
  delegate?: object
  rewrite?: object
  fault?: { delay?: Share; abort?: Share & { httpStatus?: number } }
  mirror?: object
  mirrors?: Share[]
  mirrorPercentage?: { value?: number }
}

/** The rules of Istio 1.31 that people meet most; types of fields must have been checked before. */
export function istiodReview(object: MeshObject): IstiodReview {
  if (object.kind === 'VirtualService') {
    return reviewVirtualService(object.spec)
  }
  const rule = object.kind === 'DestinationRule' ? readDestinationRule(object) : undefined
  const names = rule?.subsets.map(({ name }) => name) ?? []
  const duplicates = names.filter((name, index) => names.indexOf(name) !== index)
  return {
    denials: [...new Set(duplicates)].map((name) => `duplicate subset names: ${name}`),
    warnings: [],
  }
}

function reviewVirtualService(spec: Record<string, unknown>): IstiodReview {
  const http = routesOf(spec.http)
  const connections = [...routesOf(spec.tcp), ...routesOf(spec.tls)]
  const isEmpty = http.length === 0 && connections.length === 0
  return {
    denials: [
      ...(isEmpty ? ['http, tcp or tls must be provided in virtual service'] : []),
      ...http.flatMap(httpDenials),
      ...connections.flatMap(({ route = [] }) => weightDenials(route)),
    ],
    warnings: [...unusedRules(http), ...coveredPrefixes(http)],
  }
}

function routesOf(value: unknown): Route[] {
  return Array.isArray(value) ? value.filter((route) => typeof route === 'object' && route !== null) : []
}

function httpDenials(route: Route): string[] {
  const { fault, directResponse, mirror, mirrors = [], mirrorPercentage } = route
  const statuses = [fault?.abort?.httpStatus, directResponse?.status].filter((status) => status !== undefined)
  return [
    ...conflicts(route),
    ...percentageDenials(fault?.delay),
    ...percentageDenials(fault?.abort),
    ...statuses
      .filter((status) => status < 200 || status > 600)
      .map((status) => `HTTP status ${status} is not in range 200-599`),
    ...mirrorDenials('mirror_percentage', mirrorPercentage),
    ...(mirror !== undefined && mirrors.length > 0 ? ['HTTP route cannot contain both mirror and mirrors'] : []),
    ...mirrors.flatMap(({ percentage }) => mirrorDenials('mirror percentage', percentage)),
    ...weightDenials(route.route ?? []),
  ]
}

/** Each of the ways to answer excludes the others. */
function conflicts({ route = [], redirect, directResponse, delegate, rewrite, fault }: Route): string[] {
  const other = redirect !== undefined ? 'redirect' : directResponse !== undefined ? 'direct_response' : undefined
  if (delegate !== undefined) {
    return []
  }
  if (other === undefined) {
    return route.length > 0 ? [] : ['HTTP route, redirect or direct_response is required']
  }
  return [
    ...(route.length > 0 ? [`HTTP route cannot contain both route and ${other}`] : []),
    ...(fault === undefined ? [] : [`HTTP route cannot contain both fault and ${other}`]),
    ...(rewrite === undefined ? [] : [`HTTP route rule cannot contain both rewrite and ${other}`]),
    ...(redirect !== undefined && directResponse !== undefined
      ? ['HTTP route rule cannot contain both direct_response and redirect']
      : []),
  ]
}

function percentageDenials(share: Share | undefined): string[] {
  const value = share?.percentage?.value ?? 0
  return value === 0 || (value >= 0.0001 && value <= 100)
    ? []
    : [`percentage ${value} is neither 0.0, nor in range [0.0001, 100.0]`]
}

function mirrorDenials(field: string, { value = 0 }: { value?: number } = {}): string[] {
  const bound = value > 100 ? 'max value of 100' : value < 0 ? 'min value of 0' : undefined
  return bound === undefined ? [] : [`${field} must have a ${bound} (it has ${value.toFixed(6)})`]
}

function weightDenials(destinations: Weighted[]): string[] {
  const weights = destinations.map(({ weight }) => weight ?? 0)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return [
    ...weights.filter((weight) => weight < 0).map((weight) => `weight ${weight} < 0`),
    ...(weights.length > 1 && total === 0 ? ['total destination weight = 0'] : []),
  ]
}

/** Rules that can never be reached, as far as Istio looks: after a catch-all, or with matches that stood before. */
function unusedRules(routes: Route[]): string[] {
  const warnings: string[] = []
  const seen = new Map<string, string>()
  let hasCatchAll = false
  for (const [index, { name, match = [] }] of routes.entries()) {
    const rule = name ? JSON.stringify(name) : `#${index}`
    const unused = (reason: string) => warnings.push(`virtualService rule ${rule} not used (${reason})`)
    if (match.length === 0) {
      if (hasCatchAll) {
        unused('only the last rule can have no matches')
      }
      hasCatchAll = true
      continue
    }
    let duplicates = 0
    for (const [at, one] of match.entries()) {
      const before = seen.get(JSON.stringify(one))
      if (hasCatchAll) {
        unused('route without matches defined before')
      } else if (before !== undefined) {
        warnings.push(
          `virtualService rule ${rule} match #${at} is not used (duplicate/overlapping match in rule ${before})`,
        )
        duplicates++
      } else {
        seen.set(JSON.stringify(one), rule)
      }
    }
    if (duplicates === match.length) {
      unused('all matches used by prior rules')
    }
  }
  return warnings
}

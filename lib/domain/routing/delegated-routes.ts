import type { RoutingTable } from './routing-table.ts'
import type { HttpMatch, HttpRoute, StringMatch, VirtualService } from './virtual-service.ts'
import { isVisible } from './visibility.ts'

/** A route of a VirtualService with the place it is written at. */
export interface PlacedRoute {
  virtualService: VirtualService
  /** Position in `spec.http`. */
  index: number
  route: HttpRoute
}

/**
 * The routes of a VirtualService with delegates in the place of the roots that name them, one level deep. A delegate is
 * a VirtualService without hosts; one that is missing, not exported to the root's namespace, or whose match is no part
 * of the root's drops out without a word (Istio: mergeVirtualServicesIfNeeded).
 */
export function withDelegates(table: RoutingTable, root: VirtualService): PlacedRoute[] {
  return root.http.flatMap((route, index) => {
    if (route.delegate === undefined) {
      return [{ virtualService: root, index, route }]
    }
    const { name, namespace = root.namespace } = route.delegate
    const delegate = table.virtualServices.find(
      (other) => other.name === name && other.namespace === namespace && other.hosts.length === 0,
    )
    return delegate === undefined || !isVisible(delegate, root.namespace)
      ? []
      : delegate.http.flatMap((inner, at) => {
          const merged = mergedRoute(route, inner)
          return merged === undefined ? [] : [{ virtualService: delegate, index: at, route: merged }]
        })
  })
}

function mergedRoute(root: HttpRoute, inner: HttpRoute): HttpRoute | undefined {
  const match = mergedMatches(root.match ?? [], inner.match ?? [])
  const name = [root.name, inner.name].filter((part) => part).join('-')
  return match === undefined || inner.delegate !== undefined
    ? undefined
    : { ...inner, match, ...(name === '' ? {} : { name }) }
}

/** Every block of the delegate must fit into at least one of the root's; undefined when one does not. */
function mergedMatches(root: HttpMatch[], inner: HttpMatch[]): HttpMatch[] | undefined {
  if (root.length === 0 || inner.length === 0) {
    return root.length === 0 ? inner : root
  }
  const merged = inner.map((block) =>
    root.filter((outer) => !conflicts(outer, block)).map((outer) => both(outer, block)),
  )
  return merged.some((blocks) => blocks.length === 0) ? undefined : merged.flat()
}

function both(outer: HttpMatch, inner: HttpMatch): HttpMatch {
  return {
    ...outer,
    ...inner,
    headers: { ...outer.headers, ...inner.headers },
    withoutHeaders: { ...outer.withoutHeaders, ...inner.withoutHeaders },
    queryParams: { ...outer.queryParams, ...inner.queryParams },
    sourceLabels: { ...outer.sourceLabels, ...inner.sourceLabels },
    gateways: inner.gateways?.length ? inner.gateways : outer.gateways,
  }
}

function conflicts(outer: HttpMatch, inner: HttpMatch): boolean {
  const allowed = outer.gateways ?? []
  const wanted = inner.gateways ?? []
  return (
    (outer.ignoreUriCase ?? false) !== (inner.ignoreUriCase ?? false) ||
    (['uri', 'scheme', 'method', 'authority'] as const).some((field) => textConflicts(outer[field], inner[field])) ||
    (['headers', 'withoutHeaders', 'queryParams'] as const).some((field) =>
      Object.entries(inner[field] ?? {}).some(([name, match]) => textConflicts(outer[field]?.[name], match)),
    ) ||
    differ(outer.port, inner.port) ||
    differ(outer.sourceNamespace, inner.sourceNamespace) ||
    Object.entries(inner.sourceLabels ?? {}).some(([name, value]) => differ(outer.sourceLabels?.[name], value)) ||
    (allowed.length > 0 && wanted.some((gateway) => !allowed.includes(gateway)))
  )
}

/** Whether the delegate's text could lie outside the root's; a regex on either side counts as outside. */
function textConflicts(outer: StringMatch | undefined, inner: StringMatch | undefined): boolean {
  if (outer === undefined || inner === undefined) {
    return false
  }
  if (outer.regex !== undefined || inner.regex !== undefined) {
    return true
  }
  if (outer.exact !== undefined) {
    return inner.exact !== outer.exact
  }
  const text = inner.exact ?? inner.prefix
  return outer.prefix !== undefined && !(text?.startsWith(outer.prefix) ?? false)
}

function differ<T>(outer: T | undefined, inner: T | undefined): boolean {
  return Boolean(outer) && Boolean(inner) && outer !== inner
}

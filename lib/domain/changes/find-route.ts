import { fingerprintOf } from './canonical-text.ts'
import type { RouteKey } from './route-key.ts'
import { textOf, type Written, writtenList } from './written-object.ts'

/** The key of the route at a position of `spec.http` as it is written. */
export function routeKeyOf(
  { namespace, name: virtualService }: { namespace: string; name: string },
  route: Written,
  index: number,
): RouteKey {
  const name = textOf(route.name)
  return {
    namespace,
    virtualService,
    ...(name !== undefined && name !== '' && { name }),
    index,
    fingerprint: routeFingerprint(route),
  }
}

/** What a route is told by where it has no name: whom it takes and where it leads, not how much goes where. */
export function routeFingerprint({ match, route, redirect, directResponse, delegate }: Written): string {
  const destinations = writtenList(route).map(({ destination }) => destination)
  return fingerprintOf({ match: match ?? [], destinations, redirect, directResponse, delegate })
}

/**
 * Where in `spec.http` the keyed route stands now. A name that stands once is enough. Without a name, or among several of
 * one name, the fingerprint tells, and among equal ones the position. `ambiguous`: they cannot be told apart.
 */
export function findRoute(http: readonly Written[], key: RouteKey): number | 'gone' | 'ambiguous' {
  const named = http.flatMap((route, index) => ((textOf(route.name) || undefined) === key.name ? [index] : []))
  if (named.length === 0) {
    return 'gone'
  }
  if (key.name !== undefined && named.length === 1) {
    return named[0] ?? 'gone'
  }
  const alike = named.filter((index) => routeFingerprint(http[index] ?? {}) === key.fingerprint)
  if (alike.length <= 1) {
    return alike[0] ?? 'gone'
  }
  return alike.includes(key.index) ? key.index : 'ambiguous'
}

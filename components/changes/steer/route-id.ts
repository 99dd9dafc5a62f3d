import type { SplittableRoute } from '#lib/domain/changes/service-split.ts'

/** Tells a service's routes apart while they stand on the page. */
export function routeId({ key }: Pick<SplittableRoute, 'key'>): string {
  return [key.namespace, key.virtualService, key.name ?? '', key.index, key.fingerprint].join(' ')
}

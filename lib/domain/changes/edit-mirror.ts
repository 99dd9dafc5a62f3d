import { type Written, without, writtenList, writtenOf } from './written-object.ts'

/** Whether a written destination is the one that is meant. */
export type IsMeant = (destination: Written) => boolean

/** Older spellings of the lone mirror's percentage, which the newer one would stand beside. */
const percentages = ['mirrorPercentage', 'mirrorPercent', 'mirror_percent']

/**
 * The route with a copy of `percentage` percent sent to a destination; undefined where its only mirror leads elsewhere: a
 * lone `mirror` cannot stand beside `mirrors`, and it is not ours to rewrite. The percentage is always written, as an
 * absent one means all.
 */
export function withMirror(
  route: Written,
  destination: Written,
  percentage: number,
  isMeant: IsMeant,
): Written | undefined {
  const value = { value: percentage }
  if (route.mirrors !== undefined) {
    const mirrors = writtenList(route.mirrors)
    const at = mirrors.findIndex((mirror) => isMeant(writtenOf(mirror.destination)))
    const next =
      at === -1
        ? [...mirrors, { destination, percentage: value }]
        : mirrors.map((mirror, index) => (index === at ? { ...mirror, percentage: value } : mirror))
    return { ...route, mirrors: next }
  }
  if (route.mirror !== undefined) {
    return isMeant(writtenOf(route.mirror)) ? { ...without(route, ...percentages), mirrorPercentage: value } : undefined
  }
  return { ...route, mirror: destination, mirrorPercentage: value }
}

/** The route without its copies to a destination; undefined where it has none. */
export function withoutMirror(route: Written, isMeant: IsMeant): Written | undefined {
  if (route.mirror !== undefined && isMeant(writtenOf(route.mirror))) {
    return without(route, 'mirror', ...percentages)
  }
  const mirrors = writtenList(route.mirrors)
  const kept = mirrors.filter(({ destination }) => !isMeant(writtenOf(destination)))
  if (kept.length === mirrors.length) {
    return undefined
  }
  return kept.length === 0 ? without(route, 'mirrors') : { ...route, mirrors: kept }
}

import { type NodeState, nodeStates } from '#lib/domain/health/node-state.ts'
import {
  type BoxKind,
  boxKinds,
  boxOfId,
  type EdgeLabel,
  edgeLabels,
  type GraphFilters,
  type Hops,
  hopCounts,
} from './graph-view.ts'

const defaultLabels: readonly EdgeLabel[] = ['rate', 'errors']

/** The filters an address names; what it does not name, or misspells, is the default. */
export function parseFilters(param: (name: string) => string | undefined): GraphFilters {
  const selected = param('sel')
  const focus = param('focus')
  const labels = param('labels')
  return {
    labels: labels === undefined ? defaultLabels : listed(labels, edgeLabels),
    find: param('find') ?? '',
    hide: param('hide') ?? '',
    states: listed(param('health') ?? '', nodeStates),
    hasIdle: param('idle') === '1',
    hasMirrored: param('mirrored') !== '0',
    hasMtls: param('mtls') === '1',
    hops: hopCounts.find((hops) => String(hops) === param('hops')) ?? 1,
    collapsed: (param('collapsed') ?? '').split(',').filter((id) => boxOfId(id)),
    box: listed(param('box') ?? '', boxKinds)[0] ?? 'namespace',
    ...(selected === undefined ? {} : { selected }),
    ...(focus === undefined ? {} : { focus }),
  }
}

/** `labels` as it stands in the address: `none` when everything is unticked, nothing when it is the default. */
export function labelsParam(labels: readonly EdgeLabel[]): string | undefined {
  const chosen = edgeLabels.filter((label) => labels.includes(label))
  if (chosen.length === 0) {
    return 'none'
  }
  return chosen.join() === defaultLabels.join() ? undefined : chosen.join()
}

/** A state added to those that stand out, or taken away. */
export function toggledStates(states: readonly NodeState[], state: NodeState): string | undefined {
  const next = nodeStates.filter((candidate) => states.includes(candidate) !== (candidate === state))
  return next.length === 0 ? undefined : next.join()
}

const extras = ['mtls', 'mirrored', 'idle'] as const
type Extra = (typeof extras)[number]

/** What may be drawn besides, and whether it is. */
export function shownExtras({ hasMtls, hasMirrored, hasIdle }: GraphFilters): { value: Extra; isOn: boolean }[] {
  const isOn = { mtls: hasMtls, mirrored: hasMirrored, idle: hasIdle }
  return extras.map((value) => ({ value, isOn: isOn[value] }))
}

/** Mirrored traffic is drawn unless it is not wanted; the others are not drawn unless they are. */
export function toggledExtra(extra: Extra, isOn: boolean): Partial<Record<Extra, string | undefined>> {
  return { [extra]: extra === 'mirrored' ? (isOn ? undefined : '0') : isOn ? '1' : undefined }
}

/** One hop is the default and is not written. */
export function hopsParam(hops: Hops): string | undefined {
  return hops === 1 ? undefined : String(hops)
}

export function boxParam(box: BoxKind): string | undefined {
  return box === 'namespace' ? undefined : box
}

function listed<T extends string>(text: string, known: readonly T[]): T[] {
  const given = text.split(',')
  return known.filter((value) => given.includes(value))
}

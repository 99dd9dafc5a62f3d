import {
  type BoxKind,
  boxKinds,
  type EdgeLabel,
  edgeLabels,
  type GraphFilters,
  type NodeState,
  nodeStates,
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
    states: listed(param('health') ?? '', nodeStates),
    hasIdle: param('idle') === '1',
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

export function boxParam(box: BoxKind): string | undefined {
  return box === 'namespace' ? undefined : box
}

function listed<T extends string>(text: string, known: readonly T[]): T[] {
  const given = text.split(',')
  return known.filter((value) => given.includes(value))
}

import type { Notice } from '#lib/domain/notice.ts'

export interface MissingRights {
  /** What cannot be read, for people: `pods`, `virtualservices in pay`. */
  resources: string[]
  /** The rules that would grant it, as they stand in a Role or ClusterRole. */
  rules: string
}

/** One source of a cluster as its notice names it: `pods`, `deployments.apps`, `pay/pods`. */
interface Source {
  namespace: string
  plural: string
  group: string
}

const verbs = '["get", "list", "watch"]'

/** What rights the Kubernetes notices say are missing; undefined where none is. */
export function missingRights(notices: readonly Notice[]): MissingRights | undefined {
  const named = notices
    .filter(({ source, code }) => source === 'kubernetes' && code === 'forbidden')
    .map(({ params }) => params?.resource)
    .filter((resource) => typeof resource === 'string')
  const sources = [...new Set(named)].sort().map(sourceOf)
  if (sources.length === 0) {
    return undefined
  }
  const byNamespace = Map.groupBy(sources, ({ namespace }) => namespace)
  return {
    resources: sources.map(({ namespace, plural }) => (namespace === '' ? plural : `${plural} (${namespace})`)),
    rules: [...byNamespace].map(([namespace, own]) => rulesOf(namespace, own)).join('\n'),
  }
}

function sourceOf(resource: string): Source {
  const [first = '', rest] = resource.split('/')
  const name = rest ?? first
  const dot = name.indexOf('.')
  return {
    namespace: rest === undefined ? '' : first,
    plural: dot === -1 ? name : name.slice(0, dot),
    group: dot === -1 ? '' : name.slice(dot + 1),
  }
}

function rulesOf(namespace: string, sources: readonly Source[]): string {
  const heading = namespace === '' ? '# in a ClusterRole' : `# in a Role of namespace ${namespace}`
  const rules = [...Map.groupBy(sources, ({ group }) => group)].map(([group, own]) => {
    const plurals = own.map(({ plural }) => JSON.stringify(plural)).join(', ')
    return `- apiGroups: [${JSON.stringify(group)}]\n  resources: [${plurals}]\n  verbs: ${verbs}`
  })
  return [heading, ...rules].join('\n')
}

import { type LackedRight, rbacRules } from '#lib/client/rbac-rules.ts'
import type { Notice } from '#lib/domain/notice.ts'

export interface MissingRights {
  /** What cannot be read, for people: `pods`, `virtualservices in pay`. */
  resources: string[]
  /** The rules that would grant it, as they stand in a Role or ClusterRole. */
  rules: string
}

const verbs = ['get', 'list', 'watch']

/** What rights the Kubernetes notices say are missing; undefined where none is. */
export function missingRights(notices: readonly Notice[]): MissingRights | undefined {
  const named = notices
    .filter(({ source, code }) => source === 'kubernetes' && code === 'forbidden')
    .map(({ params }) => params?.resource)
    .filter((resource) => typeof resource === 'string')
  const rights = [...new Set(named)].sort().map(rightOf)
  if (rights.length === 0) {
    return undefined
  }
  return {
    resources: rights.map(({ namespace, resource }) => (namespace === '' ? resource : `${resource} (${namespace})`)),
    rules: rbacRules(rights),
  }
}

/** A source of a cluster as its notice names it: `pods`, `deployments.apps`, `pay/pods`. */
function rightOf(source: string): LackedRight {
  const [first = '', rest] = source.split('/')
  const name = rest ?? first
  const dot = name.indexOf('.')
  return {
    namespace: rest === undefined ? '' : first,
    resource: dot === -1 ? name : name.slice(0, dot),
    group: dot === -1 ? '' : name.slice(dot + 1),
    verbs,
  }
}

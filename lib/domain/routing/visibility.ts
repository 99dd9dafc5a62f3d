interface Exported {
  namespace: string
  exportTo: string[]
}

/** Whether an object reaches clients of a namespace: `exportTo` empty or `*` is everybody, `.` its own namespace. */
export function isVisible(object: Exported, clientNamespace: string): boolean {
  return visibilityRank(object, clientNamespace) !== undefined
}

/**
 * How near an object is to a client, smaller first: 0 private in the client's namespace, 1 exported to it by name,
 * 2 public; undefined when it cannot be seen. Of several VirtualServices for a host the nearest counts
 * (Istio: SelectVirtualServices).
 */
export function visibilityRank(object: Exported, clientNamespace: string): number | undefined {
  const { exportTo, namespace } = object
  if (exportTo.length === 0 || exportTo.includes('*')) {
    return 2
  }
  const names = exportTo.map((name) => (name === '.' ? namespace : name))
  if (!names.includes(clientNamespace)) {
    return undefined
  }
  return names.every((name) => name === namespace) ? 0 : 1
}

/** Oldest first; objects of the same second by name, then namespace (Istio: sortConfigByCreationTime). */
export function byAge(
  a: { createdAt: string; name: string; namespace: string },
  b: { createdAt: string; name: string; namespace: string },
): number {
  return seconds(a.createdAt) - seconds(b.createdAt) || compare(`${a.name}.${a.namespace}`, `${b.name}.${b.namespace}`)
}

function seconds(createdAt: string): number {
  const time = Date.parse(createdAt)
  return Number.isNaN(time) ? 0 : Math.floor(time / 1000)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

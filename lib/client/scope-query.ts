import { Scope } from '../domain/graph/scope.ts'
import { formatWindow } from '../domain/time.ts'

export type ScopeQuery = Record<'cluster' | 'namespaces' | 'type' | 'window' | 'at', string | undefined>

const defaults = Scope.parse({})

/** A scope as query parameters, defaults left out, so that the same scope always has the same address. */
export function scopeQuery(scope: Scope): ScopeQuery {
  return {
    cluster: scope.cluster,
    namespaces: scope.namespaces?.join(','),
    type: scope.type === defaults.type ? undefined : scope.type,
    window: scope.window === defaults.window ? undefined : formatWindow(scope.window),
    at: scope.at?.toString(),
  }
}

/** The scope an address names. A parameter that does not parse falls back to its default: a mistyped link still opens. */
export function parseScope(search: URLSearchParams): Scope {
  const given = Object.fromEntries(
    Object.keys(Scope.shape).flatMap((name) => {
      const value = search.get(name)
      return value === null || value === '' ? [] : [[name, value]]
    }),
  )
  const parsed = Scope.safeParse(given)
  if (parsed.success) {
    return parsed.data
  }
  for (const issue of parsed.error.issues) {
    delete given[String(issue.path[0])]
  }
  return Scope.parse(given)
}

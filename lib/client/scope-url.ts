'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import type { Scope } from '../domain/graph/scope.ts'
import { parseScope, scopeQuery } from './scope-query.ts'

export interface ScopeUrl {
  scope: Scope
  setScope(patch: Partial<Scope>): void
  param(name: string): string | undefined
  setParams(patch: Record<string, string | undefined>): void
}

/** Scope and view state, which live in the address and nowhere else. Changing the scope makes a history entry, view state replaces it. */
export function useScopeUrl(): ScopeUrl {
  const search = useSearchParams()
  const pathname = usePathname()
  const router = useRouter()
  const text = search.toString()
  const scope = useMemo(() => parseScope(new URLSearchParams(text)), [text])

  const setParams = useCallback(
    (patch: Record<string, string | undefined>) => {
      window.history.replaceState(null, '', addressWith(pathname, new URLSearchParams(window.location.search), patch))
    },
    [pathname],
  )
  const setScope = useCallback(
    (patch: Partial<Scope>) => {
      const current = new URLSearchParams(window.location.search)
      const next = scopeQuery({ ...parseScope(current), ...patch })
      router.push(addressWith(pathname, current, next) as Parameters<typeof router.push>[0], { scroll: false })
    },
    [pathname, router],
  )
  const param = useCallback((name: string) => new URLSearchParams(text).get(name) ?? undefined, [text])
  return useMemo(() => ({ scope, setScope, param, setParams }), [scope, setScope, param, setParams])
}

function addressWith(pathname: string, search: URLSearchParams, patch: Record<string, string | undefined>): string {
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined || value === '') {
      search.delete(name)
    } else {
      search.set(name, value)
    }
  }
  return search.size === 0 ? pathname : `${pathname}?${search.toString()}`
}

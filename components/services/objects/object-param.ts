'use client'

import type { Route } from 'next'
import { usePathname, useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { formatObject, parseObject, type ShownObject } from './shown-object.ts'

const name = 'object'

/** The object that is shown as YAML. */
export function useShownObject(): ShownObject | undefined {
  const text = useSearchParams().get(name)
  return useMemo(() => parseObject(text), [text])
}

/** This page with another object shown; undefined shows none. */
export function useObjectHref(): (object: ShownObject | undefined) => Route {
  const search = useSearchParams().toString()
  const pathname = usePathname()
  return useCallback(
    (object) => {
      const next = new URLSearchParams(search)
      next.delete(name)
      if (object !== undefined) {
        next.set(name, formatObject(object))
      }
      // A slash needs no escape in a query, and the address stays readable.
      const text = next.toString().replaceAll('%2F', '/')
      return (text === '' ? pathname : `${pathname}?${text}`) as Route
    },
    [search, pathname],
  )
}

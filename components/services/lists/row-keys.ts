'use client'

import type { Virtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef } from 'react'

const rowsPerPage = 20

/**
 * Arrow, Page, Home and End keys move from a row's link to another's; rows out of sight are scrolled to first, and take
 * the focus once they are drawn.
 */
export function useRowKeys(
  scroller: RefObject<HTMLDivElement | null>,
  virtual: Virtualizer<HTMLDivElement, Element>,
): (event: KeyboardEvent) => void {
  const wanted = useRef<number>(undefined)
  const focusWanted = useCallback(() => {
    const link = scroller.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"] a`)
    if (wanted.current !== undefined && link) {
      wanted.current = undefined
      link.focus({ preventScroll: true })
    }
  }, [scroller])
  useEffect(focusWanted)

  const { count } = virtual.options
  return (event) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null
    const here = Number(row?.dataset.row ?? Number.NaN)
    const there: Record<string, number> = {
      ArrowDown: here + 1,
      ArrowUp: here - 1,
      PageDown: here + rowsPerPage,
      PageUp: here - rowsPerPage,
      Home: 0,
      End: count - 1,
    }
    const next = there[event.key]
    if (next === undefined || Number.isNaN(next) || event.metaKey || event.ctrlKey || event.altKey) {
      return
    }
    event.preventDefault()
    wanted.current = Math.min(count - 1, Math.max(0, next))
    virtual.scrollToIndex(wanted.current)
    focusWanted()
  }
}

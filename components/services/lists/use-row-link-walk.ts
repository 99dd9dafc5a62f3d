'use client'

import type { Virtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef } from 'react'
import { rowAfterKey } from '../../ui/row-after-key.ts'

/**
 * Arrow, Page, Home and End keys move from a row's link to another's; rows out of sight are scrolled to first, and take
 * the focus once they are drawn.
 */
export function useRowLinkWalk(
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

  return (event) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null
    const next = row === null ? undefined : rowAfterKey(event, Number(row.dataset.row), virtual.options.count)
    if (next === undefined) {
      return
    }
    event.preventDefault()
    wanted.current = next
    virtual.scrollToIndex(next)
    focusWanted()
  }
}

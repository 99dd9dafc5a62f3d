'use client'

import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { rowAfterKey } from './row-after-key.ts'

export interface RowWalk {
  /** The row in the tab order. */
  active: number
  onRowKey: (event: KeyboardEvent, index: number) => void
  onRowFocus: (index: number) => void
}

export interface RowWalkActions {
  /** Brings a row into being where only those in sight exist. */
  scrollTo?: ((index: number) => void) | undefined
  onChoose: (index: number) => void
  onMenu?: (index: number, row: HTMLElement) => void
}

/** One row of many is in the tab order; arrows, Home, End and Page keys move, Enter and Space choose, the menu key asks. */
export function useRowWalk(count: number, scroller: RefObject<HTMLElement | null>, actions: RowWalkActions): RowWalk {
  const [active, setActive] = useState(0)
  const wantsFocus = useRef<number | undefined>(undefined)
  useEffect(() => {
    const row = scroller.current?.querySelector<HTMLElement>(`tr[data-row="${wantsFocus.current}"]`)
    if (wantsFocus.current !== undefined && row) {
      wantsFocus.current = undefined
      row.focus()
    }
  })
  const onRowKey = (event: KeyboardEvent, index: number) => {
    const next = rowAfterKey(event, index, count)
    const isMenuKey = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)
    if (next !== undefined) {
      event.preventDefault()
      wantsFocus.current = next
      actions.scrollTo?.(next)
      setActive(next)
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      actions.onChoose(index)
    } else if (isMenuKey && actions.onMenu !== undefined && event.currentTarget instanceof HTMLElement) {
      event.preventDefault()
      actions.onMenu(index, event.currentTarget)
    }
  }
  return { active: Math.min(active, Math.max(0, count - 1)), onRowKey, onRowFocus: setActive }
}

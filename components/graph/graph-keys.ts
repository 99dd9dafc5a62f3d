'use client'

import { useEffect } from 'react'
import type { Step } from './walk-graph.ts'

export interface GraphKeyActions {
  onTable: () => void
  onFocus: () => void
  onEscape: () => void
  /** Absent where there is no picture to walk on. */
  onWalk?: ((step: Step) => void) | undefined
}

const steps: Record<string, Step> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' }

function isElsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input, textarea, select, [role="dialog"], [role="menu"], [role="listbox"], [role="combobox"]') !==
        null)
  )
}

/** Keys of the topology page: `t` table, `f` focus, arrows walk, Esc steps back. */
export function useGraphKeys({ onTable, onFocus, onEscape, onWalk }: GraphKeyActions): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented || isElsewhere(event.target)) {
        return
      }
      const step = steps[event.key]
      if (step !== undefined && onWalk !== undefined) {
        event.preventDefault()
        onWalk(step)
      } else if (event.key === 't') {
        onTable()
      } else if (event.key === 'f') {
        onFocus()
      } else if (event.key === 'Escape') {
        onEscape()
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [onTable, onFocus, onEscape, onWalk])
}

'use client'

import { useEffect, useRef } from 'react'
import { zoomFactor } from './layout/viewport.ts'
import type { Step } from './layout/walk-graph.ts'

export interface GraphKeyActions {
  onTable: () => void
  onFocus: () => void
  onEscape: () => void
  onHide: () => void
  onCollapse: () => void
  /** The key for what a right click does. */
  onMenu: () => void
  /** Absent where there is no picture. */
  picture?: { onWalk: (step: Step) => void; onPin: () => void; onZoom: (factor: number) => void; onFit: () => void }
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

/** Keys of the topology page: `t` table, `f` focus, `h` hide, `c` collapse, `p` pin, `+` `-` `0` zoom, arrows walk, Esc steps back. */
export function useGraphKeys(actions: GraphKeyActions): void {
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  }, [actions])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented || isElsewhere(event.target)) {
        return
      }
      const act = actionOf(event, latest.current)
      if (act !== undefined) {
        if (event.key.length > 1 && event.key !== 'Escape') {
          event.preventDefault()
        }
        act()
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

function actionOf({ key, shiftKey }: KeyboardEvent, actions: GraphKeyActions): (() => void) | undefined {
  const { picture } = actions
  const step = steps[key]
  if (step !== undefined) {
    return picture === undefined ? undefined : () => picture.onWalk(step)
  }
  const byKey: Record<string, (() => void) | undefined> = {
    t: actions.onTable,
    f: actions.onFocus,
    h: actions.onHide,
    c: actions.onCollapse,
    p: picture?.onPin,
    '+': () => picture?.onZoom(zoomFactor),
    '=': () => picture?.onZoom(zoomFactor),
    '-': () => picture?.onZoom(1 / zoomFactor),
    '0': picture?.onFit,
    ContextMenu: actions.onMenu,
    F10: shiftKey ? actions.onMenu : undefined,
    Escape: actions.onEscape,
  }
  return byKey[key]
}

'use client'

import { type RefObject, useCallback, useEffect, useRef } from 'react'
import type { GraphLayout, Pins, Point } from './layout/graph-layout.ts'
import { type Step, walkGraph } from './layout/walk-graph.ts'
import type { GraphCanvasHandle } from './picture/canvas.tsx'
import type { GraphCommands } from './use-graph-commands.ts'
import { useGraphKeys } from './use-graph-keys.ts'
import { boxOfId, type GraphFilters, type GraphView } from './view/graph-view.ts'

export interface WorkspaceKeys {
  view: GraphView
  layout: GraphLayout | undefined
  filters: GraphFilters
  pins: Pins
  canvas: RefObject<GraphCanvasHandle | null>
  /** Where picture or table stands. */
  area: RefObject<HTMLElement | null>
  commands: GraphCommands
  isTable: boolean
  onMenu: (id: string, at: Point) => void
  onPin: (id: string) => void
  onUnpin: (id: string) => void
  onParams: (patch: Record<string, string | undefined>) => void
}

/** Binds the keys of the page to what is chosen; returns the walk by arrow keys. */
export function useWorkspaceKeys(props: WorkspaceKeys): (step: Step) => void {
  const { view, layout, filters, pins, canvas, area, commands, isTable, onMenu, onPin, onUnpin, onParams } = props
  const { selected, focus } = filters
  const onWalk = useWalk(view, layout, selected, commands.select)
  const isNode = view.nodes.some(({ id }) => id === selected)
  const onChosen = (act: (id: string) => void) => () => {
    if (selected !== undefined) {
      act(selected)
    }
  }
  useGraphKeys({
    onTable: () => onParams({ view: isTable ? undefined : 'table' }),
    onFocus: () => {
      const next = focus === undefined && (isNode || boxOfId(selected ?? '') !== undefined) ? selected : undefined
      onParams({ focus: next, ...(next === undefined && { hops: undefined }) })
    },
    onEscape: () =>
      onParams(selected === undefined ? { focus: undefined, hops: undefined, health: undefined } : { sel: undefined }),
    onHide: onChosen(commands.hide),
    onCollapse: onChosen((id) => {
      const box = commands.boxIdOf(id)
      if (box !== undefined) {
        commands.collapse(box)
      }
    }),
    onMenu: onChosen((id) => {
      canvas.current?.centreOn(id)
      onMenu(id, placeForMenu(area.current))
    }),
    ...(!isTable && {
      picture: {
        onWalk,
        onPin: onChosen((id) => (pins[id] === undefined ? onPin(id) : onUnpin(id))),
        onZoom: (factor: number) => canvas.current?.zoomBy(factor),
        onFit: () => canvas.current?.fitAll(),
      },
    }),
  })
  return onWalk
}

/** Beside the row that has the keyboard, else the middle of the picture, where what is chosen was just moved to. */
function placeForMenu(area: HTMLElement | null): Point {
  const row = document.activeElement?.closest('tr[data-row]')?.getBoundingClientRect()
  const { x = 0, y = 0, width = 0, height = 0 } = area?.getBoundingClientRect() ?? {}
  return row === undefined ? { x: x + width / 2, y: y + height / 2 } : { x: row.x + 40, y: row.bottom }
}

/** The address lags behind quick key presses: a walk goes on from where it has come, not from what is drawn. */
function useWalk(
  view: GraphView,
  layout: GraphLayout | undefined,
  selected: string | undefined,
  onSelect: (id: string) => void,
): (step: Step) => void {
  const walkedTo = useRef(selected)
  useEffect(() => {
    walkedTo.current = selected
  }, [selected])
  return useCallback(
    (step) => {
      const next = layout === undefined ? undefined : walkGraph(view, layout, walkedTo.current, step)
      if (next !== undefined) {
        walkedTo.current = next
        onSelect(next)
      }
    },
    [view, layout, onSelect],
  )
}

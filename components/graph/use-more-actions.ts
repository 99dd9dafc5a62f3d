'use client'

import { useTranslations } from 'next-intl'
import type { RefObject } from 'react'
import type { Scope } from '#lib/domain/graph/scope.ts'
import type { GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import type { MenuAction } from '../ui/action-menu.tsx'
import type { Pins } from './layout/graph-layout.ts'
import type { GraphCanvasHandle } from './picture/canvas.tsx'
import { useGraphExport } from './picture/use-graph-export.ts'
import type { GraphCommands } from './use-graph-commands.ts'
import type { GraphFilters } from './view/graph-view.ts'

export interface MoreActions {
  scope: Scope
  snapshot: GraphSnapshot
  filters: GraphFilters
  pins: Pins
  canvas: RefObject<GraphCanvasHandle | null>
  commands: GraphCommands
  isTable: boolean
  onResetPins: () => void
}

/** What is done seldom and to all of the picture: saving it, collapsing it, putting moved cards back. */
export function useMoreActions(props: MoreActions): MenuAction[] {
  const { scope, snapshot, filters, pins, canvas, commands, isTable, onResetPins } = props
  const t = useTranslations('graph.view')
  const { png, json } = useGraphExport(scope, snapshot, canvas)
  const data: MenuAction = { key: 'json', label: t('exportJson'), onChoose: json }
  return isTable
    ? [data]
    : [
        { key: 'png', label: t('exportPng'), onChoose: () => void png() },
        data,
        { key: 'collapse', label: t('collapseAll'), onChoose: commands.collapseAll },
        {
          key: 'expand',
          label: t('expandAll'),
          isDisabled: filters.collapsed.length === 0,
          onChoose: commands.expandAll,
        },
        {
          key: 'pins',
          label: t('resetPins'),
          isDisabled: Object.keys(pins).length === 0,
          onChoose: onResetPins,
        },
      ]
}

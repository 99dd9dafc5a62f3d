'use client'

import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { LiveGraph } from '#lib/client/live-graph.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { GraphToolbar } from './graph-toolbar.tsx'
import type { Point } from './layout/graph-layout.ts'
import { useGraphLayout } from './layout/use-graph-layout.ts'
import { usePins } from './layout/use-pins.ts'
import { SidePanel } from './panels/side-panel.tsx'
import type { GraphCanvasHandle } from './picture/canvas.tsx'
import type { InjectedWords } from './picture/edge-label.ts'
import { GraphPicture } from './picture/graph-picture.tsx'
import { prepareGraphView } from './picture/prepare-graph-view.ts'
import { ZoomButtons } from './picture/zoom-buttons.tsx'
import { StatusLine } from './status-line.tsx'
import { useGraphCommands } from './use-graph-commands.ts'
import { useMoreActions } from './use-more-actions.ts'
import { useWorkspaceKeys } from './use-workspace-keys.ts'
import { parseFilters } from './view/graph-params.ts'
import { boxOfId } from './view/graph-view.ts'
import { shownGraph } from './view/shown-graph.ts'

const GraphTable = dynamic(() => import('./table/graph-table.tsx').then(({ GraphTable: Table }) => Table), {
  ssr: false,
})
const ChoiceMenu = dynamic(() => import('./choice-menu.tsx').then(({ ChoiceMenu: Menu }) => Menu), { ssr: false })

export interface GraphWorkspaceProps {
  snapshot: GraphSnapshot
  live: LiveGraph
}

/** Toolbar over picture or table, with the panel beside them; all choices are in the address, but for moved cards. */
export function GraphWorkspace({ snapshot, live }: GraphWorkspaceProps) {
  const t = useTranslations('graph')
  const { scope, setScope, param, setParams } = useScopeUrl()
  const canvas = useRef<GraphCanvasHandle>(null)
  const area = useRef<HTMLDivElement>(null)
  const panel = useRef<HTMLElement>(null)
  const [menu, setMenu] = useState<{ id: string; at: Point }>()
  const [said, setSaid] = useState('')
  const filters = useMemo(() => parseFilters(param), [param])
  const injectedWords = useInjectedWords()
  const shown = useMemo(() => shownGraph(snapshot, filters), [snapshot, filters])
  const view = useMemo(() => prepareGraphView(shown, filters, injectedWords), [shown, filters, injectedWords])
  const isTable = param('view') === 'table'
  const { layout, hasFailed } = useGraphLayout(isTable ? undefined : view)
  const { pins, pin, unpin, reset } = usePins(scope, filters.box)
  const commands = useGraphCommands(snapshot, filters, setParams)
  const { selected } = filters
  const isStale = live.status === 'stale'

  const onMenu = useCallback(
    (id: string | undefined, at: Point) => setMenu(id === undefined ? undefined : { id, at }),
    [],
  )
  const onPin = useCallback(
    (id: string) => {
      const at = pins[id] ?? layout?.positions[id]
      if (at !== undefined) {
        pin(id, at)
      }
    },
    [pins, layout, pin],
  )
  const onWalk = useWorkspaceKeys({
    view,
    layout: isTable ? undefined : layout,
    filters,
    pins,
    canvas,
    area,
    commands,
    isTable,
    onMenu,
    onPin,
    onUnpin: unpin,
    onParams: setParams,
  })
  const actions = useMoreActions({ scope, snapshot, filters, pins, canvas, commands, isTable, onResetPins: reset })

  return (
    <div className="flex h-full min-h-0 flex-col">
      <h1 className="sr-only">{t('title')}</h1>
      <GraphToolbar
        type={scope.type}
        filters={filters}
        snapshot={snapshot}
        shown={shown}
        isTable={isTable}
        actions={actions}
        onType={(type) => setScope({ type })}
        onParams={setParams}
      />
      <div className="relative flex min-h-0 flex-1">
        <div ref={area} className="relative flex min-w-0 flex-1 flex-col">
          <StatusLine snapshot={snapshot} shown={shown} live={live} filters={filters} onParams={setParams} />
          {isTable ? (
            <GraphTable snapshot={snapshot} selected={selected} isStale={isStale} onMenu={onMenu} />
          ) : (
            <GraphPicture
              canvas={canvas}
              snapshot={snapshot}
              view={view}
              layout={layout}
              hasFailed={hasFailed}
              selected={selected}
              isStale={isStale}
              onSelect={commands.select}
              onFocus={(id) => (boxOfId(id) === undefined ? commands.focus(id) : commands.collapse(id))}
              onWalk={onWalk}
              onParams={setParams}
              onMenu={onMenu}
              pins={pins}
              onPin={pin}
              panel={panel}
            />
          )}
          {isTable ? null : (
            <ZoomButtons onFit={() => canvas.current?.fitAll()} onZoom={(factor) => canvas.current?.zoomBy(factor)} />
          )}
        </div>
        {selected === undefined ? null : (
          <SidePanel
            ref={panel}
            scope={scope}
            snapshot={snapshot}
            shown={shown}
            selected={selected}
            box={filters.box}
            isStale={isStale}
            onSelect={commands.select}
            onFocus={commands.focus}
            onCollapse={commands.collapse}
          />
        )}
      </div>
      {menu === undefined ? null : (
        <ChoiceMenu
          key={`${menu.id} ${menu.at.x} ${menu.at.y}`}
          {...menu}
          scope={scope}
          snapshot={snapshot}
          filters={filters}
          commands={commands}
          pins={pins}
          onPin={isTable ? undefined : onPin}
          onUnpin={unpin}
          onCopied={() => setSaid(t('menu.copied'))}
          onClose={() => setMenu(undefined)}
        />
      )}
      <Said text={said} onGone={() => setSaid('')} />
    </div>
  )
}

const saidMs = 2500

/** Told once and gone: what was done that nothing on the page shows. */
function Said({ text, onGone }: { text: string; onGone: () => void }) {
  const gone = useRef(onGone)
  useEffect(() => {
    gone.current = onGone
  }, [onGone])
  useEffect(() => {
    const timer = text === '' ? undefined : setTimeout(() => gone.current(), saidMs)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <p
      role="status"
      className="fixed bottom-4 left-1/2 z-50 -translate-x-1/2 rounded-md border border-line bg-surface px-3 py-1 shadow-float empty:sr-only"
    >
      {text}
    </p>
  )
}

function useInjectedWords(): InjectedWords {
  const t = useTranslations('graph.panel')
  return useCallback((share) => t('injectedShare', { share }), [t])
}

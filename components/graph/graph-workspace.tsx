'use client'

import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { LiveGraph } from '#lib/client/live-graph.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import type { GraphCanvasHandle } from './canvas.tsx'
import { useGraphKeys } from './graph-keys.ts'
import { parseFilters } from './graph-params.ts'
import { GraphPicture } from './graph-picture.tsx'
import { GraphToolbar } from './graph-toolbar.tsx'
import { type InjectedWords, prepareGraphView } from './prepare-graph-view.ts'
import { SidePanel } from './side-panel.tsx'
import { StatusLine } from './status-line.tsx'
import { formatTableSort, parseTableSort } from './table-sort.ts'
import { TableTwin } from './table-twin.tsx'
import { useGraphLayout } from './use-graph-layout.ts'
import { type Step, walkGraph } from './walk-graph.ts'

export interface GraphWorkspaceProps {
  snapshot: GraphSnapshot
  live: LiveGraph
}

/** Toolbar over picture or table, with the panel beside them; all choices are in the address. */
export function GraphWorkspace({ snapshot, live }: GraphWorkspaceProps) {
  const t = useTranslations('graph')
  const { scope, setScope, param, setParams } = useScopeUrl()
  const canvas = useRef<GraphCanvasHandle>(null)
  const panel = useRef<HTMLElement>(null)
  const filters = useMemo(() => parseFilters(param), [param])
  const injectedWords = useInjectedWords()
  const view = useMemo(() => prepareGraphView(snapshot, filters, injectedWords), [snapshot, filters, injectedWords])
  const isTable = param('view') === 'table'
  const { layout, hasFailed } = useGraphLayout(isTable ? undefined : view)
  const { selected, focus } = filters
  const isStale = live.status === 'stale'

  const onSelect = useCallback((id: string | undefined) => setParams({ sel: id }), [setParams])
  const onFocus = useCallback(
    (id: string) => setParams({ focus: focus === id ? undefined : id, sel: id }),
    [setParams, focus],
  )
  // The address lags behind quick key presses: a walk goes on from where it has come, not from what is drawn.
  const walkedTo = useRef(selected)
  useEffect(() => {
    walkedTo.current = selected
  }, [selected])
  const onWalk = useCallback(
    (step: Step) => {
      const next = layout === undefined ? undefined : walkGraph(view, layout, walkedTo.current, step)
      if (next !== undefined) {
        walkedTo.current = next
        setParams({ sel: next })
      }
    },
    [view, layout, setParams],
  )
  useGraphKeys({
    onTable: useCallback(() => setParams({ view: isTable ? undefined : 'table' }), [setParams, isTable]),
    onFocus: useCallback(() => {
      const isNode = view.nodes.some(({ id }) => id === selected)
      setParams({ focus: focus === undefined && isNode ? selected : undefined })
    }, [setParams, focus, selected, view]),
    onEscape: useCallback(
      () => setParams(selected !== undefined ? { sel: undefined } : { focus: undefined, health: undefined }),
      [setParams, selected],
    ),
    onWalk: isTable ? undefined : onWalk,
  })

  return (
    <div className="flex h-full min-h-0 flex-col">
      <h1 className="sr-only">{t('title')}</h1>
      <GraphToolbar
        type={scope.type}
        filters={filters}
        view={view}
        isTable={isTable}
        onType={(type) => setScope({ type })}
        onParams={setParams}
        onFit={() => canvas.current?.fitAll()}
        onZoom={(factor) => canvas.current?.zoomBy(factor)}
      />
      <div className="relative flex min-h-0 flex-1">
        <div className="relative flex min-w-0 flex-1 flex-col">
          <StatusLine snapshot={snapshot} live={live} focus={focus} onParams={setParams} />
          {isTable ? (
            <TableOfGraph snapshot={snapshot} selected={selected} isStale={isStale} />
          ) : (
            <GraphPicture
              canvas={canvas}
              snapshot={snapshot}
              view={view}
              layout={layout}
              hasFailed={hasFailed}
              selected={selected}
              isStale={isStale}
              onSelect={onSelect}
              onFocus={onFocus}
              onWalk={onWalk}
              onParams={setParams}
              panel={panel}
            />
          )}
        </div>
        {selected === undefined ? null : (
          <SidePanel
            ref={panel}
            scope={scope}
            snapshot={snapshot}
            selected={selected}
            isStale={isStale}
            onSelect={onSelect}
            onFocus={onFocus}
          />
        )}
      </div>
    </div>
  )
}

function useInjectedWords(): InjectedWords {
  const t = useTranslations('graph.panel')
  return useCallback((share) => t('injectedShare', { share }), [t])
}

function TableOfGraph({
  snapshot,
  selected,
  isStale,
}: {
  snapshot: GraphSnapshot
  selected: string | undefined
  isStale: boolean
}) {
  const { param, setParams } = useScopeUrl()
  const injectedWords = useInjectedWords()
  const view = useMemo(
    () => prepareGraphView(snapshot, { ...parseFilters(param), selected: undefined }, injectedWords),
    [snapshot, param, injectedWords],
  )
  const sortText = param('sort')
  const sort = useMemo(() => parseTableSort(sortText), [sortText])
  return (
    <TableTwin
      snapshot={snapshot}
      view={view}
      which={param('rows') === 'nodes' ? 'nodes' : 'calls'}
      selected={selected}
      sort={sort}
      isStale={isStale}
      onSort={(next) => setParams({ sort: formatTableSort(next) })}
      onWhich={(which) => setParams({ rows: which === 'nodes' ? 'nodes' : undefined, sort: undefined })}
      onSelect={(id) => setParams({ sel: id })}
    />
  )
}

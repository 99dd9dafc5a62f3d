'use client'

import { useTranslations } from 'next-intl'
import { type RefObject, useCallback, useEffect, useRef } from 'react'
import type { GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { stateOf } from '#lib/domain/health/node-state.ts'
import { Button } from '../../ui/button.tsx'
import { StatePanel } from '../../ui/state-panel.tsx'
import type { GraphLayout } from '../layout/graph-layout.ts'
import type { Step } from '../layout/walk-graph.ts'
import { type GraphView, nameOf } from '../view/graph-view.ts'
import { GraphCanvas, type GraphCanvasHandle, type GraphCanvasProps } from './canvas.tsx'
import { GraphLegend } from './graph-legend.tsx'
import { GraphSkeleton } from './graph-skeleton.tsx'

export interface GraphPictureProps {
  canvas: RefObject<GraphCanvasHandle | null>
  snapshot: GraphSnapshot
  view: GraphView
  layout: GraphLayout | undefined
  hasFailed: boolean
  selected: string | undefined
  isStale: boolean
  onSelect: (id: string | undefined) => void
  onFocus: (id: string) => void
  onWalk: (step: Step) => void
  onParams: (patch: Record<string, string | undefined>) => void
  onMenu?: GraphCanvasProps['onMenu']
  pins?: GraphCanvasProps['pins']
  onPin?: GraphCanvasProps['onPin']
  /** What may lie over the right of the picture. */
  panel: RefObject<HTMLElement | null>
}

/** The drawn graph with its legend, and what is read aloud in its place. */
export function GraphPicture(props: GraphPictureProps) {
  const { canvas, snapshot, view, layout, hasFailed, selected, isStale, onSelect, onFocus, onWalk, onParams, panel } =
    props
  const t = useTranslations('graph')
  const summary = useSummary(snapshot, view)
  const isArranged = layout !== undefined && view.nodes.some(({ id }) => layout.positions[id] !== undefined)
  const frame = useRef<HTMLDivElement>(null)
  const bring = useCallback(
    (how: 'reveal' | 'frame') => {
      const covers = panel.current?.getBoundingClientRect().left ?? Number.POSITIVE_INFINITY
      const right = frame.current?.getBoundingClientRect().right ?? 0
      if (selected !== undefined) {
        canvas.current?.[how](selected, Math.max(0, right - covers))
      }
    },
    [selected, panel, canvas],
  )
  useEffect(() => bring('reveal'), [bring])
  const onDrawn = useCallback(() => {
    bring('frame')
    if (performance.getEntriesByName('exantas:graph-drawn').length === 0) {
      performance.mark('exantas:graph-drawn')
    }
  }, [bring])
  if (hasFailed && !isArranged) {
    return <NotArranged onTable={() => onParams({ view: 'table' })} />
  }
  return (
    <>
      <div ref={frame} className={`relative min-h-0 flex-1 bg-ground ${isStale ? 'opacity-60' : ''}`}>
        {isArranged ? (
          <GraphCanvas
            ref={canvas}
            view={view}
            layout={layout}
            selected={selected}
            summary={summary}
            onSelect={onSelect}
            onFocus={onFocus}
            onMenu={props.onMenu}
            pins={props.pins}
            onPin={props.onPin}
            onDrawn={onDrawn}
          />
        ) : (
          <GraphSkeleton isArranging />
        )}
        <button
          type="button"
          onClick={() => onWalk('right')}
          className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:rounded-md focus:border focus:border-line focus:bg-surface focus:px-2 focus:py-1"
        >
          {t('view.walk')}
        </button>
        <Chosen snapshot={snapshot} view={view} selected={selected} />
        {view.found === 0 ? (
          <p className="absolute top-3 left-1/2 flex -translate-x-1/2 items-center gap-2 rounded-md border border-line bg-surface px-3 py-1 text-text-2">
            {t('find.nothing')}
            <Button variant="quiet" className="h-6! text-accent!" onClick={() => onParams({ find: undefined })}>
              {t('find.clear')}
            </Button>
          </p>
        ) : null}
      </div>
      <GraphLegend snapshot={snapshot} />
    </>
  )
}

function NotArranged({ onTable }: { onTable: () => void }) {
  const t = useTranslations('graph.empty')
  return (
    <div className="flex-1 px-6 py-10">
      <StatePanel
        tone="error"
        title={t('layoutTitle')}
        text={t('layoutText')}
        action={
          <Button variant="primary" onClick={onTable}>
            {t('openTable')}
          </Button>
        }
      />
    </div>
  )
}

/** Tells a screen reader where a walk by arrow keys has come. */
function Chosen({
  snapshot,
  view,
  selected,
}: {
  snapshot: GraphSnapshot
  view: GraphView
  selected: string | undefined
}) {
  const t = useTranslations('graph')
  const node = snapshot.nodes.find(({ id }) => id === selected)
  const facts = view.nodes.find(({ id }) => id === selected)?.told ?? ''
  return (
    <p aria-live="polite" className="sr-only">
      {node === undefined ? '' : t('view.walked', { name: nameOf(node), state: t(`state.${stateOf(node)}`), facts })}
    </p>
  )
}

function useSummary(snapshot: GraphSnapshot, view: GraphView): string {
  const t = useTranslations('graph')
  const worst = snapshot.nodes.filter((node) => stateOf(node) === 'failing').slice(0, 3)
  return t('summary', {
    nodes: view.nodes.filter(({ isHidden }) => !isHidden).length,
    edges: view.edges.filter(({ isHidden }) => !isHidden).length,
    failing: view.counts.failing,
    worst: worst.length === 0 ? 'none' : worst.map(nameOf).join(t('comma')),
  })
}

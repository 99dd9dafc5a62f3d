'use client'

import { useTranslations } from 'next-intl'
import { type NodeState, nodeStates } from '#lib/domain/health/node-state.ts'
import { toggledStates } from '../view/graph-params.ts'
import type { GraphFilters, GraphView } from '../view/graph-view.ts'

export interface StateCountsProps {
  counts: GraphView['counts']
  filters: GraphFilters
  onParams: (patch: Record<string, string | undefined>) => void
}

const look: Record<NodeState, { glyph: string; className: string }> = {
  failing: { glyph: '!', className: 'font-semibold text-failing' },
  victim: { glyph: '', className: 'font-semibold text-failing' },
  degraded: { glyph: '▲', className: 'font-semibold text-degraded' },
  unknown: { glyph: '', className: '' },
  healthy: { glyph: '', className: '' },
  idle: { glyph: '', className: '' },
}

/** What is on the graph by state, worst first; pressing one fades the others, and idle ones come and go. */
export function StateCounts({ counts, filters, onParams }: StateCountsProps) {
  const t = useTranslations('graph.counts')
  const shown = nodeStates.filter((state) => counts[state] > 0)
  return (
    <fieldset aria-label={t('label')} className="flex flex-wrap items-center text-text-3">
      {shown.map((state) => {
        const isIdle = state === 'idle'
        const isPressed = isIdle ? filters.hasIdle : filters.states.includes(state)
        return (
          <button
            key={state}
            type="button"
            aria-pressed={isPressed}
            title={
              isIdle ? t(filters.hasIdle ? 'hideIdle' : 'showIdle') : state === 'victim' ? t('victimHelp') : undefined
            }
            onClick={() =>
              onParams(
                isIdle ? { idle: filters.hasIdle ? undefined : '1' } : { health: toggledStates(filters.states, state) },
              )
            }
            className="flex h-6 cursor-pointer items-center gap-1 rounded-sm px-1.5 whitespace-nowrap hover:bg-sunken aria-pressed:bg-sunken aria-pressed:text-text aria-pressed:outline aria-pressed:outline-line-strong"
          >
            <span className={look[state].className}>
              {look[state].glyph} {counts[state]}
            </span>
            {state === 'victim' ? t('victim', { count: counts.victim }) : t(state)}
          </button>
        )
      })}
    </fieldset>
  )
}

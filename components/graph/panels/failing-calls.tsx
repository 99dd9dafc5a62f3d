'use client'

import { useTranslations } from 'next-intl'
import { formatRate, formatRatio } from '#lib/client/format.ts'
import type { GraphEdge, GraphNode } from '#lib/domain/graph/snapshot.ts'
import { failuresOn } from '#lib/domain/health/failures.ts'
import { HealthGlyph } from '../../ui/health-glyph.tsx'
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx'
import { Quantity } from '../../ui/quantity.tsx'
import { mostFailing } from '../view/edge-sentence.ts'
import { endsOf, nameOf } from '../view/graph-view.ts'
import { useAnswerWords } from './edge-sentence-text.tsx'
import { useFlagWords } from './flag-words.ts'
import { PanelSection } from './panel-section.tsx'

export interface FailingCallsProps {
  edges: readonly GraphEdge[]
  nodes: readonly GraphNode[]
  onSelect: (id: string) => void
}

const mostShown = 5

/** The calls with the most failures a second, each with what it mostly fails by. Nothing where none fails. */
export function FailingCalls({ edges, nodes, onSelect }: FailingCallsProps) {
  const t = useTranslations('graph')
  const failing = edges
    .filter(({ health }) => health === 'failing' || health === 'degraded')
    .filter((edge) => failuresOn(edge).perSecond > 0)
    .toSorted((a, b) => failuresOn(b).perSecond - failuresOn(a).perSecond || (a.id < b.id ? -1 : 1))
    .slice(0, mostShown)
  if (failing.length === 0) {
    return null
  }
  return (
    <PanelSection title={t('panel.failingCalls')}>
      <ul>
        {failing.map((edge) => (
          <FailingCall key={edge.id} edge={edge} nodes={nodes} onSelect={onSelect} />
        ))}
      </ul>
    </PanelSection>
  )
}

interface FailingCallProps {
  edge: GraphEdge
  nodes: readonly GraphNode[]
  onSelect: (id: string) => void
}

function FailingCall({ edge, nodes, onSelect }: FailingCallProps) {
  const t = useTranslations('graph')
  const flagWords = useFlagWords()
  const answerWords = useAnswerWords()
  const { source, target } = endsOf(nodes, edge)
  const { flag, answer } = mostFailing(edge)
  const { perSecond, ratio } = failuresOn(edge)
  const why = [
    answer === undefined ? '' : answerWords(answer),
    flag === undefined ? '' : `${flag} ${flagWords(flag).short}`,
  ].filter(Boolean)
  return source === undefined || target === undefined ? null : (
    <li className="border-b border-line">
      <button
        type="button"
        onClick={() => onSelect(edge.id)}
        className="flex w-full cursor-pointer items-start gap-1.5 px-4 py-1 text-left hover:bg-sunken"
      >
        <HealthGlyph health={edge.health} label={t(`state.${edge.health}`)} className="mt-[3px]" />
        <span className="min-w-0 flex-1">
          <MiddleEllipsis text={`${nameOf(source)} → ${nameOf(target)}`} />
          <span className="block truncate text-label text-text-3" title={why.join(t('comma'))}>
            {why.join(t('comma'))}
          </span>
        </span>
        <span className="shrink-0 text-right">
          <Quantity {...formatRatio(ratio)} tone={edge.health === 'failing' ? 'failing' : 'degraded'} />
          <span className="block text-label">
            <Quantity {...formatRate(perSecond)} />
          </span>
        </span>
      </button>
    </li>
  )
}

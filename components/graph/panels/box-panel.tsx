'use client'

import { useTranslations } from 'next-intl'
import { formatBytesRate, formatRate, formatRatio } from '#lib/client/format.ts'
import type { GraphEdge, GraphNode, GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { sumEdges } from '#lib/domain/graph/sum-edges.ts'
import { serverFailuresOf } from '#lib/domain/health/failures.ts'
import { nodeStates, stateOf } from '#lib/domain/health/node-state.ts'
import { Button } from '../../ui/button.tsx'
import { HealthGlyph } from '../../ui/health-glyph.tsx'
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx'
import { Quantity } from '../../ui/quantity.tsx'
import { type BoxKind, nameOf } from '../view/graph-view.ts'
import { AnswerTable } from './answer-table.tsx'
import { FailingCalls } from './failing-calls.tsx'
import { PanelSection } from './panel-section.tsx'

export interface BoxPanelProps {
  name: string
  kind: BoxKind
  members: readonly GraphNode[]
  snapshot: GraphSnapshot
  isCollapsed: boolean
  onSelect: (id: string) => void
  onFocus: () => void
  onCollapse: () => void
}

const mostNodes = 8

/** A namespace, cluster or app: how many of what state stand in it, what crosses its edge, and the worst of it. */
export function BoxPanel(props: BoxPanelProps) {
  const { name, kind, members, snapshot, isCollapsed, onSelect, onFocus, onCollapse } = props
  const t = useTranslations('graph')
  const ids = new Set(members.map(({ id }) => id))
  const arriving = snapshot.edges.filter(({ source, target }) => ids.has(target) && !ids.has(source))
  const leaving = snapshot.edges.filter(({ source, target }) => ids.has(source) && !ids.has(target))
  const touching = snapshot.edges.filter(({ source, target }) => ids.has(source) || ids.has(target))
  const worst = members
    .filter(({ health }) => health === 'failing' || health === 'degraded')
    .toSorted(
      (a, b) =>
        nodeStates.indexOf(stateOf(a)) - nodeStates.indexOf(stateOf(b)) ||
        serverFailuresOf(b).perSecond - serverFailuresOf(a).perSecond,
    )
  return (
    <div className="pb-6">
      <header className="px-4 pt-3 pr-11">
        <p className="text-label text-text-3">
          {[t(`box.one.${kind}`), t('panel.members', { count: members.length })].join(' · ')}
        </p>
        <h2 className="mt-0.5 text-title font-semibold break-words">{name}</h2>
        <p className="mt-2 flex gap-2">
          <Button onClick={onCollapse}>{t(isCollapsed ? 'panel.expand' : 'panel.collapse')}</Button>
          <Button variant="quiet" onClick={onFocus}>
            {t('focus.set')}
          </Button>
        </p>
      </header>
      <States members={members} />
      <PanelSection title={t('panel.crossing')}>
        <Crossing name={t('panel.callsIn')} none={t('panel.nobodyIn')} edges={arriving} />
        <Crossing name={t('panel.callsOut')} none={t('panel.nobodyOut')} edges={leaving} />
      </PanelSection>
      {worst.length === 0 ? null : (
        <PanelSection title={t('panel.worst')} note={worst.length}>
          <ul>
            {worst.slice(0, mostNodes).map((node) => (
              <li key={node.id} className="border-b border-line">
                <button
                  type="button"
                  onClick={() => onSelect(node.id)}
                  className="flex h-7 w-full cursor-pointer items-center gap-1.5 px-4 text-left hover:bg-sunken"
                >
                  <HealthGlyph
                    health={node.health}
                    {...(node.role !== undefined && { role: node.role })}
                    label={t(`state.${stateOf(node)}`)}
                  />
                  <MiddleEllipsis text={nameOf(node)} />
                  <span className="ml-auto shrink-0">
                    <Quantity {...formatRatio(node.errorRatio)} tone="failing" />
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </PanelSection>
      )}
      <FailingCalls edges={touching} nodes={snapshot.nodes} onSelect={onSelect} />
      {arriving.length === 0 ? null : <AnswerTable edge={{ protocol: 'http', ...sumEdges(arriving) }} />}
    </div>
  )
}

function States({ members }: { members: readonly GraphNode[] }) {
  const t = useTranslations('graph')
  const byState = Map.groupBy(members, stateOf)
  return (
    <PanelSection title={t('panel.states')}>
      <p className="flex flex-wrap gap-x-3 px-4 py-1.5 text-text-2">
        {nodeStates
          .filter((state) => byState.has(state))
          .map((state) => (
            <span key={state} className={state === 'failing' || state === 'victim' ? 'text-failing' : ''}>
              {byState.get(state)?.length}{' '}
              {state === 'victim'
                ? t('counts.victim', { count: byState.get(state)?.length ?? 0 })
                : t(`counts.${state}`)}
            </span>
          ))}
      </p>
    </PanelSection>
  )
}

function Crossing({ name, none, edges }: { name: string; none: string; edges: readonly GraphEdge[] }) {
  const sum = sumEdges(edges.filter(({ isAttemptsOnly }) => isAttemptsOnly !== true))
  const tone = (sum.errorRatio ?? 0) > 0 ? (sum.health === 'failing' ? 'failing' : 'plain') : 'plain'
  return (
    <p className="flex h-7 items-center gap-3 border-b border-line px-4">
      <span className="flex-1">{name}</span>
      {edges.length === 0 ? (
        <span className="text-text-3">{none}</span>
      ) : (
        <>
          <Quantity {...formatRate(sum.requestsPerSecond)} />
          <span className="w-16 text-right">
            <Quantity {...formatRatio(sum.errorRatio)} tone={tone} />
          </span>
          {sum.bytesPerSecond === undefined ? null : <Quantity {...formatBytesRate(sum.bytesPerSecond)} />}
        </>
      )}
    </p>
  )
}

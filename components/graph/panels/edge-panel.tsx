'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { formatBracketMs, formatRatio, joined } from '#lib/client/format.ts'
import { diagnosisHref } from '#lib/client/hrefs.ts'
import type { Scope } from '#lib/domain/graph/scope.ts'
import type { GraphEdge, GraphNode } from '#lib/domain/graph/snapshot.ts'
import { Chip } from '../../ui/chip.tsx'
import { Quantity } from '../../ui/quantity.tsx'
import { nameOf } from '../view/graph-view.ts'
import { serviceOfNode } from '../view/service-of-node.ts'
import { AnswerTable } from './answer-table.tsx'
import { DifferenceText } from './difference-text.tsx'
import { EdgeSentenceText } from './edge-sentence-text.tsx'
import { PanelHistory } from './panel-history.tsx'
import { SeenByTable } from './seen-by-table.tsx'

export interface EdgePanelProps {
  scope: Scope
  edge: GraphEdge
  /** Of all its caller sends. */
  share: number | undefined
  /** Stands for several calls between collapsed boxes. */
  isMerged: boolean
  source: GraphNode
  target: GraphNode
  onSelect: (id: string) => void
}

const protocols = { http: 'HTTP', grpc: 'gRPC', tcp: 'TCP' } as const

/** A call: one sentence, what either proxy saw, and the answers with what their flags mean. */
export function EdgePanel({ scope, edge, share, isMerged, source, target, onSelect }: EdgePanelProps) {
  const t = useTranslations('graph.panel')
  const places = [...new Set([source.namespace, target.namespace].filter((name) => name !== ''))]
  return (
    <div className="pb-6">
      <header className="px-4 pt-3 pr-11">
        <p className="text-label text-text-3">
          {[t('edge'), places.join(' → '), protocols[edge.protocol], mtlsWords(edge.mtlsShare, t)]
            .filter((part) => part !== '')
            .join(' · ')}
        </p>
        <h2 className="mt-0.5 text-title font-semibold break-words">
          <EndButton node={source} onSelect={onSelect} /> <span className="text-text-3">→</span>{' '}
          <EndButton node={target} onSelect={onSelect} />
        </h2>
        <EdgeChips edge={edge} />
        <p className="mt-2 text-text-2">
          <EdgeSentenceText edge={edge} />
          {edge.isMirrored === true
            ? ` ${t('mirroredText')}`
            : edge.isAttemptsOnly === true
              ? ` ${t('attemptsOnly')}`
              : null}
        </p>
        <DiagnosisLink scope={scope} source={source} target={target} />
        <p className="mt-1 flex flex-wrap gap-x-3 text-text-2">
          {share === undefined ? null : (
            <span>{t.rich('share', { amount: () => <Quantity {...formatRatio(share)} /> })}</span>
          )}
          {edge.p50Ms === undefined ? null : (
            <span>
              {t('p50')} <Quantity {...formatBracketMs(edge.p50Ms)} />
            </span>
          )}
          {edge.p99Ms === undefined ? null : (
            <span>
              {t('p99')} <Quantity {...formatBracketMs(edge.p99Ms)} />
            </span>
          )}
        </p>
      </header>
      {isMerged ? (
        <p className="mt-3 px-4 text-text-3">{t('collapsedCall')}</p>
      ) : (
        <>
          <SeenByTable edge={edge} source={source} target={target} />
          <DifferenceText edge={edge} />
        </>
      )}
      <AnswerTable edge={edge} />
      {isMerged ? null : <PanelHistory scope={scope} source={source} target={target} health={edge.health} />}
    </div>
  )
}

/** From this call to who is to blame for it; nothing where it leads to no service. */
function DiagnosisLink({ scope, source, target }: Pick<EdgePanelProps, 'scope' | 'source' | 'target'>) {
  const t = useTranslations('graph.panel')
  const [caller, callee] = [serviceOfNode(source), serviceOfNode(target)]
  if (callee === undefined) {
    return null
  }
  const start = {
    namespace: callee.namespace,
    service: callee.name,
    ...(caller !== undefined && { source: `${caller.namespace}/${caller.name}` }),
  }
  return (
    <p className="mt-1">
      <Link className="text-accent hover:underline" href={diagnosisHref(scope, start)}>
        {t('diagnosis')}
      </Link>
    </p>
  )
}

function EndButton({ node, onSelect }: { node: GraphNode; onSelect: (id: string) => void }) {
  return (
    <button type="button" className="cursor-pointer text-left hover:text-accent" onClick={() => onSelect(node.id)}>
      {nameOf(node)}
    </button>
  )
}

function EdgeChips({ edge }: { edge: GraphEdge }) {
  const t = useTranslations('graph')
  const injected = edge.injectedRatio ?? 0
  return (
    <p className="mt-1.5 flex flex-wrap gap-1">
      {edge.health === 'failing' ? <Chip tone="failing">! {t('state.failing')}</Chip> : null}
      {edge.health === 'degraded' ? <Chip tone="degraded">▲ {t('state.degraded')}</Chip> : null}
      {edge.health === 'unknown' || edge.health === 'idle' ? <Chip>{t(`state.${edge.health}`)}</Chip> : null}
      {edge.isMirrored === true ? <Chip tone="purpose">{t('panel.mirrored')}</Chip> : null}
      {injected > 0 ? (
        <Chip tone="purpose">{t('panel.injectedShare', { share: joined(formatRatio(injected)) })}</Chip>
      ) : null}
    </p>
  )
}

type Words = ReturnType<typeof useTranslations<'graph.panel'>>

function mtlsWords(share: number | undefined, t: Words): string {
  if (share === undefined) {
    return ''
  }
  return share >= 1 ? t('mtls') : share <= 0 ? t('noMtls') : t('someMtls', { share: joined(formatRatio(share)) })
}

'use client'

import { Focus } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { formatBracketMs, formatBytesRate, formatMs, formatRate, formatRatio, joined } from '#lib/client/format.ts'
import { diagnosisHref, serviceHref, steeringHref, workloadHref } from '#lib/client/hrefs.ts'
import type { Scope } from '#lib/domain/graph/scope.ts'
import type { GraphNode, GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { type NodeState, stateOf } from '#lib/domain/health/node-state.ts'
import type { OwnThresholds } from '#lib/domain/thresholds/thresholds.ts'
import { Button } from '../../ui/button.tsx'
import { Chip, type ChipTone } from '../../ui/chip.tsx'
import { KeyCap } from '../../ui/key-cap.tsx'
import { Quantity } from '../../ui/quantity.tsx'
import { nameOf } from '../view/graph-view.ts'
import { serviceOfNode, steeredService, workloadOfNode } from '../view/service-of-node.ts'
import { setShare } from '../view/set-share.ts'
import { FailingCalls } from './failing-calls.tsx'
import { PanelHistory } from './panel-history.tsx'
import { PanelSection } from './panel-section.tsx'
import { PeerList } from './peer-list.tsx'

export interface NodePanelProps {
  scope: Scope
  snapshot: GraphSnapshot
  node: GraphNode
  onSelect: (id: string) => void
  onFocus: (id: string) => void
}

/** A node: how it is, its numbers, who calls it and what it calls. */
export function NodePanel({ scope, snapshot, node, onSelect, onFocus }: NodePanelProps) {
  const t = useTranslations('graph')
  const words = useTranslations('words')
  const callers = snapshot.edges.filter(({ target }) => target === node.id)
  const callees = snapshot.edges.filter(({ source }) => source === node.id)
  const service = serviceOfNode(node)
  const workload = workloadOfNode(node)
  const steered = steeredService(node)
  return (
    <div className="pb-6">
      <header className="px-4 pt-3 pr-11">
        <p className="text-label text-text-3">
          {[words(`kind.${node.kind}`), node.namespace === '' ? t('panel.outside') : node.namespace, node.cluster]
            .filter((part) => part !== '')
            .join(' · ')}
        </p>
        <h2 className="mt-0.5 text-title font-semibold break-words">{nameOf(node)}</h2>
        <StateChip node={node} />
        <p className="mt-2.5 flex flex-wrap items-center gap-3">
          {service === undefined ? null : (
            <Link className="text-accent hover:underline" href={serviceHref(scope, service)}>
              {node.kind === 'service' ? t('panel.openService') : t('panel.openApp', { name: service.name })}
            </Link>
          )}
          {service === undefined ? null : (
            <Link
              className="text-accent hover:underline"
              href={diagnosisHref(scope, { namespace: service.namespace, service: service.name })}
            >
              {t('panel.diagnosis')}
            </Link>
          )}
          {workload === undefined ? null : (
            <Link className="text-accent hover:underline" href={workloadHref(scope, workload)}>
              {t('panel.openWorkload')}
            </Link>
          )}
          {steered === undefined ? null : (
            <Link className="text-accent hover:underline" href={steeringHref(scope, steered)}>
              {t('panel.shift')}
            </Link>
          )}
          <Button variant="quiet" className="h-6! px-1.5!" onClick={() => onFocus(node.id)}>
            <Focus aria-hidden size={13} />
            {t('focus.set')} <KeyCap>f</KeyCap>
          </Button>
        </p>
      </header>
      <Facts node={node} isEntry={callers.length === 0 && callees.length > 0} />
      <FailingCalls edges={[...callers, ...callees]} nodes={snapshot.nodes} onSelect={onSelect} />
      <PanelHistory scope={scope} target={node} health={node.health} />
      <PeerList
        title={t('panel.callers')}
        none={t('panel.noCallers')}
        edges={callers}
        nodes={snapshot.nodes}
        peerOf={({ source }) => source}
        onSelect={onSelect}
      />
      <PeerList
        title={t('panel.callees')}
        none={t('panel.noCallees')}
        edges={callees}
        nodes={snapshot.nodes}
        peerOf={({ target }) => target}
        onSelect={onSelect}
      />
    </div>
  )
}

const chipTone: Record<NodeState, ChipTone> = {
  failing: 'failing',
  victim: 'failing',
  degraded: 'degraded',
  unknown: 'neutral',
  healthy: 'neutral',
  idle: 'neutral',
}

function StateChip({ node }: { node: GraphNode }) {
  const t = useTranslations('graph')
  const state = stateOf(node)
  const injected = node.injectedRatio ?? 0
  const glyph = state === 'failing' ? '! ' : state === 'degraded' ? '▲ ' : ''
  return (
    <p className="mt-1.5 flex flex-wrap gap-1">
      <Chip tone={chipTone[state]} className={state === 'victim' ? 'border border-dashed border-failing' : ''}>
        {glyph}
        {t(`state.${state === 'failing' && node.role === 'origin' ? 'origin' : state}`)}
      </Chip>
      {injected > 0 ? (
        <Chip tone="purpose">{t('panel.injectedShare', { share: joined(formatRatio(injected)) })}</Chip>
      ) : null}
    </p>
  )
}

function Facts({ node, isEntry }: { node: GraphNode; isEntry: boolean }) {
  const t = useTranslations('graph.panel')
  const words = useTranslations('words')
  const state = stateOf(node)
  const tone = state === 'failing' || state === 'victim' ? 'failing' : state === 'degraded' ? 'degraded' : 'plain'
  const isShown = {
    errors: (node.errorRatio ?? 0) > 0 ? tone : 'plain',
    refused: (node.clientErrorRatio ?? 0) >= 0.1 ? tone : 'plain',
  } as const
  const rows = [
    ...(node.isTcp === true
      ? []
      : [
          { name: t('requests'), amount: <Quantity {...formatRate(node.requestsPerSecond)} /> },
          { name: t('failed'), amount: <Quantity {...formatRatio(node.errorRatio)} tone={isShown.errors} /> },
          { name: t('refused'), amount: <Quantity {...formatRatio(node.clientErrorRatio)} tone={isShown.refused} /> },
          { name: t('mean'), amount: <Quantity {...formatMs(node.meanLatencyMs)} /> },
          { name: t('p95'), amount: <Quantity {...formatBracketMs(node.p95Ms)} title={words('latencyBracket')} /> },
        ]),
    ...(node.bytesPerSecond === undefined && node.isTcp !== true
      ? []
      : [{ name: t('received'), amount: <Quantity {...formatBytesRate(node.bytesPerSecond)} /> }]),
    ...(node.versions === undefined || node.versions.length === 0
      ? []
      : [{ name: t('versions'), amount: <span>{node.versions.join(', ')}</span> }]),
    ...(node.membership === undefined
      ? []
      : [{ name: t('membership'), amount: <span>{words(`membership.${node.membership}`)}</span> }]),
    ...(node.thresholds === undefined
      ? []
      : [{ name: t('judgedBy'), amount: <OwnThresholdsText thresholds={node.thresholds} /> }]),
  ]
  return (
    <PanelSection title={t('traffic')} note={t(isEntry ? 'sending' : 'arriving')}>
      <table className="w-full border-collapse">
        <tbody>
          {rows.map(({ name, amount }) => (
            <tr key={name} className="border-b border-line">
              <th scope="row" className="h-7 pr-3 pl-4 text-left font-normal whitespace-nowrap">
                {name}
              </th>
              <td className="pr-4 text-right">{amount}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </PanelSection>
  )
}

function OwnThresholdsText({ thresholds }: { thresholds: OwnThresholds }) {
  const t = useTranslations('graph.panel')
  return (
    <span>
      {t('ownThresholds', {
        failing: setShare(thresholds.failingErrorRatio),
        degraded: setShare(thresholds.degradedErrorRatio),
        origin: thresholds.origin,
      })}
    </span>
  )
}

'use client'

import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { formatBracketMs, formatBytesRate, formatMs, formatRate, formatRatio } from '#lib/client/format.ts'
import { clientRatioTone, ratioTone } from '#lib/client/ratio-tone.ts'
import type { WorkloadDetail } from '#lib/endpoints/workloads.ts'
import { Card } from '../../ui/card.tsx'
import { durationText } from '../../ui/duration-text.ts'
import { Quantity } from '../../ui/quantity.tsx'
import { PeerTable } from './peer-table.tsx'

/** Callers on the left, the workload's own numbers in the middle, what it calls on the right: as a request goes. */
export function WorkloadStrip({ detail }: { detail: WorkloadDetail }) {
  const t = useTranslations('services.strip')
  const locale = useLocale()
  return (
    <div className="grid gap-3 min-[960px]:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)]">
      <Card title={t('callers')}>
        <PeerTable detail={detail} graphType="workload" direction="callers" />
      </Card>
      <Card
        title={t(detail.callers.length === 0 && detail.callees.length > 0 ? 'sends' : 'now')}
        hint={t('versionsHint', { window: durationText(detail.windowSeconds, locale) })}
      >
        <OwnNumbers detail={detail} />
      </Card>
      <Card title={t('callees')}>
        <PeerTable detail={detail} graphType="workload" direction="callees" />
      </Card>
    </div>
  )
}

function OwnNumbers({ detail }: { detail: WorkloadDetail }) {
  const t = useTranslations('services.strip')
  const words = useTranslations('words')
  const { node, pods, desiredPods } = detail
  const ready = pods.filter((pod) => pod.isReady).length
  const isShort = ready < (desiredPods ?? pods.length)
  return (
    <dl className="grid grid-cols-[1fr_auto] text-label">
      {node.isTcp === true && node.requestsPerSecond === undefined ? (
        <Row name={t('throughput')}>
          <Quantity {...formatBytesRate(node.bytesPerSecond)} />
        </Row>
      ) : (
        <>
          <Row name={t('rate')}>
            <Quantity
              {...formatRate(node.requestsPerSecond)}
              title={missingTitle(node.requestsPerSecond, words('missing'))}
            />
          </Row>
          <Row name={t('fails')}>
            <Quantity {...formatRatio(node.errorRatio)} tone={ratioTone(node)} />
          </Row>
          <Row name={t('clientErrors')}>
            <Quantity {...formatRatio(node.clientErrorRatio)} tone={clientRatioTone(node)} />
          </Row>
          <Row name={t('mean')}>
            <Quantity {...formatMs(node.meanLatencyMs)} />
          </Row>
          <Row name="p95">
            <Quantity {...formatBracketMs(node.p95Ms)} title={words('latencyBracket')} />
          </Row>
        </>
      )}
      <Row name={t('podsReady')}>
        <span className={isShort ? 'text-degraded' : ''}>
          {isShort ? '▲ ' : ''}
          {t('podsOf', { ready, desired: desiredPods ?? pods.length })}
        </span>
      </Row>
    </dl>
  )
}

function missingTitle(value: number | undefined, words: string): string | undefined {
  return value === undefined ? words : undefined
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="col-span-2 grid h-7 grid-cols-subgrid items-center border-b border-line px-3 last:border-b-0">
      <dt className="text-text-2">{name}</dt>
      <dd className="text-right">{children}</dd>
    </div>
  )
}

'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { formatRatio } from '#lib/client/format.ts'
import type { Notice } from '#lib/domain/notice.ts'
import { isSourceMissing, type MeshFigures } from './mesh-figures.ts'

export interface MeshFactsProps {
  className?: string
  figures: MeshFigures | undefined
  serviceCount: number | undefined
  namespaceCount: number | undefined
  scrapeIntervalSeconds: number | undefined
  notices: readonly Notice[]
  thresholds: { failing: string; degraded: string }
}

/** What the mesh is, beside what is wrong with it. */
export function MeshFacts(props: MeshFactsProps) {
  const t = useTranslations('overview.mesh')
  const words = useTranslations('words')
  const { figures, notices } = props
  const mtls = figures?.mtlsRatio
  const outside = figures?.outside ?? []
  return (
    <aside aria-label={t('title')} className={`min-w-0 ${props.className ?? ''}`}>
      <h2 className="mb-1.5 font-semibold">{t('title')}</h2>
      <dl className="rounded-md border border-line bg-surface text-label">
        <Fact name={t('services')}>{props.serviceCount ?? '–'}</Fact>
        <Fact name={t('namespaces')}>{props.namespaceCount ?? '–'}</Fact>
        <Fact name={t('mtls')} title={mtls === undefined ? words('missing') : t('mtlsHelp')}>
          {mtls === undefined ? '–' : t('mtlsOf', { share: formatRatio(mtls).value })}
        </Fact>
        <Fact name={t('outside')} title={outside.map((node) => node.name).join(', ')}>
          {outsideText(
            outside.map((node) => node.name),
            t,
          )}
        </Fact>
        <Fact name={t('prometheus')} tone={isSourceMissing(notices, 'prometheus') ? 'degraded' : undefined}>
          {isSourceMissing(notices, 'prometheus')
            ? t('prometheusDown')
            : props.scrapeIntervalSeconds === undefined
              ? t('prometheusFreshUnknown')
              : t('prometheusFresh', { interval: props.scrapeIntervalSeconds })}
        </Fact>
        <Fact name={t('kubernetes')} tone={isSourceMissing(notices, 'kubernetes') ? 'degraded' : undefined}>
          {t(isSourceMissing(notices, 'kubernetes') ? 'kubernetesDown' : 'kubernetesFresh')}
        </Fact>
      </dl>
      <p className="mt-4 text-label text-text-3">{t('how', props.thresholds)}</p>
    </aside>
  )
}

function outsideText(names: readonly string[], t: ReturnType<typeof useTranslations<'overview.mesh'>>): string {
  const [first] = names
  if (first === undefined) {
    return t('outsideNone')
  }
  return names.length === 1 ? first : t('outsideMore', { name: first, count: names.length - 1 })
}

function Fact(props: { name: string; title?: string; tone?: 'degraded' | undefined; children: ReactNode }) {
  return (
    <div title={props.title} className="flex min-h-7 items-center gap-3 border-b border-line px-3 py-1 last:border-b-0">
      <dt className="shrink-0 text-text-3">{props.name}</dt>
      <dd
        className={`ml-auto min-w-0 text-right [overflow-wrap:anywhere] ${props.tone === 'degraded' ? 'text-degraded' : ''}`}
      >
        {props.tone === 'degraded' ? '▲ ' : ''}
        {props.children}
      </dd>
    </div>
  )
}

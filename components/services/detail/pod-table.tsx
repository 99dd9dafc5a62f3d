'use client'

import { useTranslations } from 'next-intl'
import type { ServiceDetail } from '#lib/endpoints/services.ts'
import { Card } from '../../ui/card.tsx'
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx'

export interface PodTableProps {
  pods: ServiceDetail['pods']
  colors: ReadonlyMap<string, string>
}

const head = 'h-7 px-3 text-left font-normal'
const cell = 'h-7 px-3 whitespace-nowrap'

/** The pods behind the service; those not ready first. */
export function PodTable({ pods, colors }: PodTableProps) {
  const t = useTranslations('services.pods')
  const sorted = pods.toSorted((a, b) => Number(a.isReady) - Number(b.isReady) || (a.name < b.name ? -1 : 1))
  const ready = pods.filter((pod) => pod.isReady).length
  return (
    <Card title={t('title')} hint={pods.length > 0 ? t('count', { ready, total: pods.length }) : undefined}>
      {pods.length === 0 ? (
        <p className="px-3 py-2 text-label text-text-3">{t('empty')}</p>
      ) : (
        <div className="max-h-[360px] overflow-auto">
          <table className="w-full table-fixed border-collapse text-label">
            <thead className="sticky top-0 bg-surface text-text-3 shadow-[0_1px_0_var(--line)]">
              <tr>
                <th className={`${head} w-[38%]`}>{t('name')}</th>
                <th className={head}>{t('version')}</th>
                <th className={head}>{t('phase')}</th>
                <th className={head}>{t('ready')}</th>
                <th className={`${head} text-right!`}>{t('restarts')}</th>
                <th className={head}>{t('sidecar')}</th>
              </tr>
            </thead>
            <tbody>
              {sorted.map((pod) => (
                <PodRow key={pod.name} pod={pod} color={colors.get(pod.version ?? '')} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}

function PodRow({ pod, color }: { pod: ServiceDetail['pods'][number]; color: string | undefined }) {
  const t = useTranslations('services.pods')
  const words = useTranslations('words')
  return (
    <tr className="border-b border-line last:border-b-0">
      <td className={cell} title={`${pod.workload} · ${pod.name}`}>
        <span className="flex min-w-0">
          <MiddleEllipsis text={pod.name} endLength={8} />
        </span>
      </td>
      <td className={cell}>
        <span className="flex min-w-0 items-center gap-1.5">
          {color ? <span aria-hidden className="size-2 shrink-0 rounded-[2px]" style={{ background: color }} /> : null}
          <span className="truncate">{pod.version ?? '–'}</span>
        </span>
      </td>
      <td className={`${cell} truncate text-text-2`}>{pod.phase}</td>
      <td className={`${cell} truncate ${pod.isReady ? 'text-text-2' : 'text-degraded'}`}>
        {pod.isReady ? t('readyYes') : `▲ ${t('readyNo')}`}
      </td>
      <td className={`${cell} text-right`}>{pod.restarts}</td>
      <td className={`${cell} text-text-2`}>{words(pod.hasSidecar ? 'yes' : 'no')}</td>
    </tr>
  )
}

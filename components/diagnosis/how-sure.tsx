'use client'

import { useLocale, useTranslations } from 'next-intl'
import { formatClock } from '#lib/client/format.ts'
import type { MeshDiagnosis } from '#lib/domain/diagnosis/mesh-diagnosis.ts'
import { durationText } from '../ui/duration-text.ts'

/** Why the verdict is no surer, and what was compared with what. */
export function HowSure({ diagnosis }: { diagnosis: MeshDiagnosis }) {
  const t = useTranslations('diagnosis.sure')
  const locale = useLocale()
  const { verdict, incident, baseline, dayBefore, stepSeconds, queries } = diagnosis
  const span = ({ from, to }: { from: number; to: number }) =>
    t('span', { from: formatClock(from, locale), to: formatClock(to, locale) })
  return (
    <aside className="grid min-w-0 content-start gap-4">
      <section>
        <h2 className="mb-1.5 font-semibold">{t('title')}</h2>
        <p className="rounded-md border border-line bg-surface px-3 py-2 text-text-2">
          {t(`reason.${verdict.reason}`)}
        </p>
      </section>
      <section>
        <h2 className="mb-1.5 font-semibold">{t('compared')}</h2>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 rounded-md border border-line bg-surface px-3 py-2 text-label">
          <dt className="text-text-3">{t(verdict.confidence === 'none' ? 'looked' : 'incident')}</dt>
          <dd className="text-right tabular-nums">{incident === undefined ? '–' : span(incident)}</dd>
          <dt className="text-text-3">{t('baseline')}</dt>
          <dd className="text-right tabular-nums">{baseline === undefined ? '–' : span(baseline)}</dd>
          <dt className="text-text-3">{t('dayBefore')}</dt>
          <dd className="text-right tabular-nums">{dayBefore === undefined ? t('unknownDay') : span(dayBefore)}</dd>
          <dt className="text-text-3">{t('step')}</dt>
          <dd className="text-right tabular-nums">{durationText(stepSeconds, locale)}</dd>
        </dl>
        <p className="mt-1.5 text-label text-text-3">{t('method')}</p>
        {queries === undefined ? null : (
          <details className="mt-1.5 text-label">
            <summary className="cursor-pointer text-accent">{t('queries')}</summary>
            <pre
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
              tabIndex={0}
              className="mt-1 max-h-60 overflow-auto rounded-sm bg-sunken p-2 font-mono whitespace-pre-wrap text-text-2 [overflow-wrap:anywhere]"
            >
              {[queries.requests, queries.times, queries.tcp].join('\n\n')}
            </pre>
          </details>
        )}
      </section>
    </aside>
  )
}

'use client'

import { useLocale, useTranslations } from 'next-intl'
import { formatMoment } from '#lib/client/format.ts'
import type { Alert } from '#lib/domain/alerts/alert.ts'

/** What else is known of an alert: its words, its labels, who told of it. */
export function AlertDetails({ alert, elementId }: { alert: Alert; elementId: string }) {
  const t = useTranslations('alerts')
  const locale = useLocale()
  const { description, labels, source, startsAt, generatorUrl } = alert
  return (
    <div id={elementId} className="border-t border-line bg-sunken px-3 py-3 pl-[165px] text-label max-[1100px]:pl-3">
      {description === undefined ? null : (
        <p className="mb-2 max-w-[90ch] whitespace-pre-wrap text-text-2 [overflow-wrap:anywhere]">{description}</p>
      )}
      <dl className="grid grid-cols-[minmax(0,max-content)_minmax(0,1fr)] gap-x-4 gap-y-0.5">
        {Object.entries(labels)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([label, value]) => (
            <div key={label} className="contents">
              <dt className="truncate text-text-3" title={label}>
                {label}
              </dt>
              <dd className="font-mono [overflow-wrap:anywhere]">{value}</dd>
            </div>
          ))}
      </dl>
      <p className="mt-2 flex flex-wrap gap-x-4 text-text-3">
        <span>{t('toldBy', { source: t(`source.${source}`) })}</span>
        <span>{formatMoment(startsAt, locale)}</span>
        {generatorUrl === undefined ? null : (
          <a className="text-accent hover:underline" href={generatorUrl} target="_blank" rel="noreferrer">
            {t('rule')}
          </a>
        )}
      </p>
    </div>
  )
}

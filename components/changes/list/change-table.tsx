'use client'

import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { formatMoment } from '#lib/client/format.ts'
import { changeHref, serviceHref } from '#lib/client/hrefs.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { ChangeSummary } from '#lib/domain/follow-up/change-view.ts'
import { useHydrated } from '../../ui/hydrated.ts'
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx'
import { momentText } from '../../ui/moment-text.ts'
import { ChangeState } from '../follow/change-state.tsx'
import { UndoButton } from '../follow/undo-button.tsx'
import { PreviewDialog } from '../preview/preview-dialog.tsx'
import { usePreview } from '../preview/use-preview.ts'
import { useUndoPreview } from '../preview/use-undo-preview.ts'
import { useChangeTitle } from '../words/change-title.ts'

const head = 'h-8 px-3 text-left text-label font-normal text-text-3 whitespace-nowrap'
const cell = 'px-3 py-1.5 align-top'

/** One row a change, each leading to its page and its service, with the way back. */
export function ChangeTable({ changes }: { changes: readonly ChangeSummary[] }) {
  const t = useTranslations('changes.list')
  const preview = usePreview(() => {})
  const onPreview = useUndoPreview(preview.open)
  return (
    <div className="overflow-x-auto rounded-md border border-line bg-surface">
      <table className="w-full border-collapse">
        <caption className="sr-only">{t('caption')}</caption>
        <thead>
          <tr className="border-b border-line">
            <th className={head}>{t('time')}</th>
            <th className={head}>{t('what')}</th>
            <th className={head}>{t('where')}</th>
            <th className={head}>{t('who')}</th>
            <th className={head}>{t('state')}</th>
            <th className={`${head} w-0`}>
              <span className="sr-only">{t('undo')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <ChangeRow
              key={`${change.cluster} ${change.namespace}/${change.name}`}
              change={change}
              onPreview={onPreview}
            />
          ))}
        </tbody>
      </table>
      <PreviewDialog state={preview} />
    </div>
  )
}

function ChangeRow({ change, onPreview }: { change: ChangeSummary; onPreview: (change: ChangeSummary) => void }) {
  const title = useChangeTitle()
  const locale = useLocale()
  const isHydrated = useHydrated()
  const { scope } = useScopeUrl()
  const { at, who, reason, service, namespace, cluster, override, failure } = change
  return (
    <tr className="border-b border-line last:border-b-0 hover:bg-sunken">
      <td className={`${cell} whitespace-nowrap text-text-2`} title={formatMoment(at, locale)}>
        {isHydrated ? momentText(at, Date.now() / 1000, locale) : ''}
      </td>
      <td className={`${cell} max-w-[420px]`}>
        <Link className="font-medium hover:text-accent" href={changeHref(scope, change)}>
          {title(change)}
        </Link>
        {[reason, override?.reason, failure?.message]
          .filter((text) => text !== undefined && text !== '')
          .map((text) => (
            <p key={text} className="truncate text-label text-text-3" title={text}>
              {text}
            </p>
          ))}
      </td>
      <td className={cell}>
        <Link
          className="flex min-w-0 hover:text-accent"
          href={serviceHref(scope, { cluster, namespace, name: service })}
        >
          <MiddleEllipsis text={service} />
        </Link>
        <span className="text-label text-text-3">{namespace}</span>
      </td>
      <td className={`${cell} max-w-[200px] truncate`} title={who}>
        {who}
      </td>
      <td className={cell}>
        <ChangeState change={change} />
      </td>
      <td className={`${cell} text-right`}>
        <UndoButton change={change} onPreview={onPreview} />
      </td>
    </tr>
  )
}

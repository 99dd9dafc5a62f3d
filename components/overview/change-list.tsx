'use client'

import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { formatMoment } from '#lib/client/format.ts'
import { workloadHref } from '#lib/client/hrefs.ts'
import type { Scope } from '#lib/domain/graph/scope.ts'
import type { MeshChange } from '#lib/domain/overview/overview.ts'
import { Button } from '../ui/button.tsx'
import { MiddleEllipsis } from '../ui/middle-ellipsis.tsx'
import { momentText } from '../ui/moment-text.ts'

export interface ChangeListProps {
  scope: Scope
  /** Undefined where the inventory could not be read. */
  changes: readonly MeshChange[] | undefined
  /** Unix seconds: the end of the hour. */
  takenAt: number
}

const shownAtFirst = 6
const cell = 'h-7 px-3 whitespace-nowrap'

/** What people and their tools changed in the hour before, youngest first. */
export function ChangeList({ scope, changes, takenAt }: ChangeListProps) {
  const t = useTranslations('overview.changes')
  const [isWhole, setIsWhole] = useState(false)
  const shown = isWhole ? changes : changes?.slice(0, shownAtFirst)
  const hidden = (changes?.length ?? 0) - (shown?.length ?? 0)
  return (
    <section className="mt-5" aria-label={t('title')}>
      <h2 className="mb-1.5 font-semibold">{t('title')}</h2>
      <div className="rounded-md border border-line bg-surface text-label">
        {shown === undefined || shown.length === 0 ? (
          <p className="px-3 py-1.5 text-text-3">{t(shown === undefined ? 'unknown' : 'none')}</p>
        ) : (
          <table className="w-full table-fixed border-collapse">
            <thead className="sr-only">
              <tr>
                <th>{t('time')}</th>
                <th>{t('what')}</th>
                <th>{t('where')}</th>
                <th>{t('by')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((change) => (
                <ChangeRow key={keyOf(change)} scope={scope} change={change} now={takenAt} />
              ))}
            </tbody>
          </table>
        )}
        {hidden > 0 ? (
          <Button variant="quiet" className="m-1" onClick={() => setIsWhole(true)}>
            {t('more', { count: hidden })}
          </Button>
        ) : null}
      </div>
    </section>
  )
}

function ChangeRow({ scope, change, now }: { scope: Scope; change: MeshChange; now: number }) {
  const t = useTranslations('overview.changes')
  const locale = useLocale()
  const { kind, name, namespace, what, readyPods, desiredPods } = change
  const isRollout = what === 'rolled-out'
  return (
    <tr className="border-b border-line last:border-b-0">
      <td className={`${cell} w-20 text-text-3`} title={formatMoment(change.at, locale)}>
        {momentText(change.at, now, locale)}
      </td>
      <td className={cell}>
        <span className="flex min-w-0 gap-1.5">
          {isRollout ? (
            <Link href={workloadHref(scope, change)} className="flex min-w-0 hover:text-accent">
              <MiddleEllipsis text={name} />
            </Link>
          ) : (
            <span className="flex min-w-0">
              <MiddleEllipsis text={name} />
            </span>
          )}
          <span className="truncate text-text-2">{t(what, { kind })}</span>
        </span>
      </td>
      <td className={`${cell} w-[22%] truncate text-text-3`} title={namespace}>
        {namespace}
      </td>
      <td className={`${cell} w-[26%] truncate text-text-3`} title={change.by}>
        {isRollout ? t('pods', { ready: readyPods ?? 0, desired: desiredPods ?? readyPods ?? 0 }) : (change.by ?? '–')}
      </td>
    </tr>
  )
}

function keyOf({ kind, cluster, namespace, name }: MeshChange): string {
  return [kind, cluster, namespace, name].join('/')
}

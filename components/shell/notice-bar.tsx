'use client'

import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { formatClock } from '#lib/client/format.ts'
import { useLiveStatus } from '#lib/client/live-status.ts'
import { meshQueries } from '#lib/client/queries/mesh.ts'
import type { Notice } from '#lib/domain/notice.ts'

const grave: ReadonlySet<Notice['code']> = new Set(['unavailable', 'timeout', 'unauthenticated', 'invalid'])

function distinct(notices: readonly Notice[]): [string, Notice][] {
  return [...new Map(notices.map((notice) => [`${notice.source} ${notice.code} ${notice.cluster ?? ''}`, notice]))]
}

/** What names a notice carries, however its writer called them. */
function namesOf(notice: Notice): string {
  const lists = Object.values(notice.params ?? {}).filter((value) => Array.isArray(value) || typeof value === 'string')
  return lists.flat().join(', ') || 'none'
}

/** One line per thing that is missing from what stands below: what it costs and what to do. */
export function NoticeBar() {
  const t = useTranslations('words.notices')
  const tShell = useTranslations('shell')
  const locale = useLocale()
  const { notices } = useLiveStatus()
  const { data: mesh } = useQuery(meshQueries.scope())
  const lines = distinct([...(mesh?.notices ?? []), ...notices])
  if (lines.length === 0) {
    return null
  }
  return (
    <ul aria-label={tShell('notices')} className="border-b border-line">
      {lines.map(([key, notice]) => (
        <li
          key={key}
          className={`flex items-start gap-2 px-6 py-1 text-label ${grave.has(notice.code) ? 'bg-degraded-tint text-degraded' : 'bg-sunken text-text-2'}`}
        >
          <span aria-hidden className="font-semibold">
            {grave.has(notice.code) ? '▲' : 'i'}
          </span>
          <span>
            {t(notice.code, {
              source: notice.source,
              cluster: notice.cluster ?? 'none',
              names: namesOf(notice),
              seconds: String(notice.params?.minimumSeconds ?? 'none'),
              since: notice.since === undefined ? 'none' : formatClock(notice.since, locale),
            })}
          </span>
        </li>
      ))}
    </ul>
  )
}

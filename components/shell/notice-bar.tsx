'use client'

import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { formatClock } from '#lib/client/format.ts'
import { useLiveStatus } from '#lib/client/live-status.ts'
import { meshQueries } from '#lib/client/queries/mesh.ts'
import type { Notice } from '#lib/domain/notice.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { type MissingRights, missingRights } from './missing-rights.ts'

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
  const t = useTranslations('shell')
  const { notices } = useLiveStatus()
  const { data: mesh } = useQuery(meshQueries.scope())
  const all = [...(mesh?.notices ?? []), ...notices]
  const lines = distinct(all)
  if (lines.length === 0) {
    return null
  }
  return (
    <ul aria-label={t('notices')} className="border-b border-line">
      {lines.map(([key, notice]) => (
        <Line key={key} notice={notice} rights={rightsBehind(notice, all)} />
      ))}
    </ul>
  )
}

/** What one line about missing rights stands for: all of its cluster. */
function rightsBehind({ source, code, cluster }: Notice, all: readonly Notice[]): MissingRights | undefined {
  return source === 'kubernetes' && code === 'forbidden'
    ? missingRights(all.filter((notice) => notice.cluster === cluster))
    : undefined
}

function Line({ notice, rights }: { notice: Notice; rights: MissingRights | undefined }) {
  const t = useTranslations('words.notices')
  const tRights = useTranslations('shell.rights')
  const locale = useLocale()
  const isGrave = grave.has(notice.code)
  return (
    <li
      className={`flex items-start gap-2 px-6 py-1 text-label ${isGrave ? 'bg-degraded-tint text-degraded' : 'bg-sunken text-text-2'}`}
    >
      <span aria-hidden className="font-semibold">
        {isGrave ? '▲' : 'i'}
      </span>
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {t(notice.code, {
          source: notice.source,
          cluster: notice.cluster ?? 'none',
          names: namesOf(notice),
          seconds: String(notice.params?.minimumSeconds ?? notice.params?.seconds ?? 'none'),
          count: String(notice.params?.count ?? 'none'),
          since: notice.since === undefined ? 'none' : formatClock(notice.since, locale),
        })}
        {rights === undefined ? null : ` ${tRights('hidden', { resources: rights.resources.join(', ') })}`}
      </span>
      {rights === undefined ? null : (
        <span className="ml-auto shrink-0">
          <CopyButton text={rights.rules} label={tRights('copy')} doneLabel={tRights('copied')} />
        </span>
      )}
    </li>
  )
}

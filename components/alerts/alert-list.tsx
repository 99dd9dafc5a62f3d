'use client'

import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { type KeyboardEvent, useMemo } from 'react'
import { formatClock } from '#lib/client/format.ts'
import { meshQueries } from '#lib/client/queries/mesh.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import { useUrlText } from '#lib/client/url-text.ts'
import { whyNoAlerts } from '#lib/client/why-no-alerts.ts'
import { AlertSeverity, AlertState, type AlertList as Answer } from '#lib/domain/alerts/alert.ts'
import type { Scope } from '#lib/domain/graph/scope.ts'
import { Button } from '../ui/button.tsx'
import { SearchBox } from '../ui/search-box.tsx'
import { countAlerts, filterAlerts, parseChoice } from './alert-filters.ts'
import { AlertRow } from './alert-row.tsx'
import { FilterBar } from './filter-bar.tsx'
import { NoAlerts } from './no-alerts.tsx'

export interface AlertListProps {
  scope: Scope
  list: Answer
  isStale: boolean
}

/** The list with its filters; arrows walk it, Enter opens a row. */
export function AlertList({ scope, list, isStale }: AlertListProps) {
  const t = useTranslations('alerts')
  const words = useTranslations('words.state')
  const locale = useLocale()
  const { param, setParams } = useScopeUrl()
  const { data: mesh } = useQuery(meshQueries.scope())
  const [search, setSearch] = useUrlText('q')
  const states = parseChoice(AlertState.options, param('state'))
  const severities = parseChoice(AlertSeverity.options, param('severity'))
  const open = param('sel')
  const counts = useMemo(() => countAlerts(list.alerts), [list])
  const shown = filterAlerts(list.alerts, { states, severities, text: search })
  const onlyCluster = mesh?.clusters.length === 1 ? mesh.clusters[0]?.id : undefined
  const total = list.alerts.length
  return (
    <div className="flex h-full min-h-0 max-w-[2200px] flex-col px-6 py-5">
      <header className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="text-headline font-semibold">{t('title')}</h1>
        <FilterBar counts={counts} filters={{ states, severities, text: search }} onParams={setParams} />
        {isStale ? (
          <span className="text-degraded">{words('staleSince', { time: formatClock(list.takenAt, locale) })}</span>
        ) : null}
        <span className="ml-auto text-label text-text-3">
          {total === 0 ? null : t('count', { shown: shown.length, total })}
        </span>
        <SearchBox data-find className="w-72" label={t('find')} value={search} onChange={setSearch} />
      </header>
      {scope.at === undefined ? null : <p className="mb-3 text-label text-text-3">{t('onlyNow')}</p>}
      {shown.length === 0 ? (
        <Empty
          list={list}
          onClear={() => {
            setSearch('')
            setParams({ state: undefined, severity: undefined })
          }}
        />
      ) : (
        <ul
          aria-label={t('title')}
          onKeyDown={walk}
          className={`rounded-md border border-line bg-surface ${isStale ? 'opacity-60' : ''}`}
        >
          {shown.map((alert) => (
            <AlertRow
              key={alert.id}
              scope={scope}
              alert={alert}
              onlyCluster={onlyCluster}
              takenAt={list.takenAt}
              isOpen={alert.id === open}
              onToggle={() => setParams({ sel: alert.id === open ? undefined : alert.id })}
            />
          ))}
        </ul>
      )}
    </div>
  )
}

function Empty({ list, onClear }: { list: Answer; onClear: () => void }) {
  const t = useTranslations('alerts')
  const locale = useLocale()
  if (list.alerts.length > 0) {
    return <NoAlerts reason="filtered" action={<Button onClick={onClear}>{t('clear')}</Button>} />
  }
  const names = list.sources.map((source) => t(`source.${source}`))
  return <NoAlerts reason={whyNoAlerts(list, null) ?? 'silent'} sources={new Intl.ListFormat(locale).format(names)} />
}

/** Moves the focus from row to row. */
function walk(event: KeyboardEvent<HTMLUListElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-alert-row]')]
  const here = rows.indexOf(document.activeElement as HTMLElement)
  const next = step === undefined || here === -1 ? undefined : rows[here + step]
  if (next !== undefined) {
    event.preventDefault()
    next.focus()
  }
}

'use client'

import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { alertLinks } from '#lib/client/alert-links.ts'
import { formatMoment } from '#lib/client/format.ts'
import type { Alert } from '#lib/domain/alerts/alert.ts'
import type { Scope } from '#lib/domain/graph/scope.ts'
import { Chip } from '../ui/chip.tsx'
import { MiddleEllipsis } from '../ui/middle-ellipsis.tsx'
import { momentText } from '../ui/moment-text.ts'
import { ageText } from './age-text.ts'
import { AlertDetails } from './alert-details.tsx'

export interface AlertRowProps {
  scope: Scope
  alert: Alert
  /** The mesh's cluster, where it has but one. */
  onlyCluster: string | undefined
  /** Unix seconds of the answer. */
  takenAt: number
  isOpen: boolean
  onToggle: () => void
}

const tones = { critical: 'failing', warning: 'degraded', info: 'neutral', none: 'neutral' } as const
const glyphs = { firing: '●', pending: '◔', suppressed: '⊘' } as const

/** One alert: how grave, what, about whom, since when, and where to look. */
export function AlertRow({ scope, alert, onlyCluster, takenAt, isOpen, onToggle }: AlertRowProps) {
  const t = useTranslations('alerts')
  const locale = useLocale()
  const { id, name, state, severity, startsAt, summary } = alert
  const isFiring = state === 'firing'
  return (
    <li className="border-b border-line last:border-b-0">
      <div className="grid grid-cols-[132px_minmax(0,1fr)_auto] items-start gap-x-3 px-3 py-2 min-[1100px]:grid-cols-[132px_minmax(0,1fr)_minmax(0,220px)_150px_auto]">
        <p className="flex items-center gap-2 text-label">
          <span
            aria-hidden
            className={isFiring ? (severity === 'critical' ? 'text-failing' : 'text-degraded') : 'text-text-3'}
          >
            {glyphs[state]}
          </span>
          {isFiring ? null : <span className="text-text-3">{t(`state.${state}`)}</span>}
          <Chip tone={isFiring ? tones[severity] : 'neutral'} title={t(`state.${state}`)}>
            {t(`severity.${severity}`)}
          </Chip>
        </p>
        <div className="min-w-0">
          <button
            type="button"
            data-alert-row
            aria-expanded={isOpen}
            aria-controls={isOpen ? `alert-${id}` : undefined}
            onClick={onToggle}
            className="flex max-w-full min-w-0 cursor-pointer items-center gap-1 text-left font-semibold hover:text-accent"
          >
            <ChevronRight
              aria-hidden
              size={14}
              className={`shrink-0 text-text-3 transition-transform duration-[120ms] ${isOpen ? 'rotate-90' : ''}`}
            />
            <MiddleEllipsis text={name === '' ? t('unnamed') : name} />
          </button>
          {summary === undefined ? null : (
            <p className={`pl-[18px] text-text-2 ${isOpen ? '' : 'truncate'}`} title={summary}>
              {summary}
            </p>
          )}
          <p className="pl-[18px] text-label text-text-3 min-[1100px]:hidden">
            <Subject alert={alert} /> · {t('since', { time: momentText(startsAt, takenAt, locale) })}
          </p>
        </div>
        <p className="hidden min-w-0 truncate text-text-2 min-[1100px]:block">
          <Subject alert={alert} />
        </p>
        <p
          className="hidden text-right whitespace-nowrap text-text-2 min-[1100px]:block"
          title={formatMoment(startsAt, locale)}
        >
          {momentText(startsAt, takenAt, locale)}
          <span className="block text-label text-text-3">{t('age', { age: ageText(takenAt - startsAt, locale) })}</span>
        </p>
        <Ways scope={scope} alert={alert} onlyCluster={onlyCluster} now={takenAt} />
      </div>
      {isOpen ? <AlertDetails alert={alert} elementId={`alert-${id}`} /> : null}
    </li>
  )
}

function Ways({
  scope,
  alert,
  onlyCluster,
  now,
}: Pick<AlertRowProps, 'scope' | 'alert' | 'onlyCluster'> & { now: number }) {
  const t = useTranslations('alerts')
  const { graph, diagnosis, service, workload } = alertLinks(scope, alert, now, onlyCluster)
  const page = service ?? workload
  return (
    <p className="flex flex-col items-end text-accent">
      <Link className="whitespace-nowrap hover:underline" href={graph}>
        {t('graph')}
      </Link>
      <Link className="hover:underline" href={diagnosis}>
        {t('diagnosis')}
      </Link>
      {page === undefined ? null : (
        <Link className="hover:underline" href={page}>
          {t(service === undefined ? 'workload' : 'service')}
        </Link>
      )}
    </p>
  )
}

function Subject({ alert: { subject } }: { alert: Alert }) {
  const t = useTranslations('alerts')
  const { namespace, service, workload } = subject
  const name = workload ?? service
  const text = [namespace, name].filter((part) => part !== undefined).join('/')
  return <span title={text}>{text === '' ? t('noSubject') : text}</span>
}

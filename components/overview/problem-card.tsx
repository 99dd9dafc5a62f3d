'use client'

import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { DiagnosisStart } from '#lib/client/diagnosis-start.ts'
import { formatRate, formatRatio, joined } from '#lib/client/format.ts'
import { diagnosisHref, graphHref, serviceHref, workloadHref } from '#lib/client/hrefs.ts'
import type { Scope } from '#lib/domain/graph/scope.ts'
import type { OverviewProblem } from '#lib/domain/overview/overview.ts'
import type { OverviewHistory } from '#lib/endpoints/overview.ts'
import { flagMeaning } from '#lib/i18n/flag-words.ts'
import { HealthGlyph } from '../ui/health-glyph.tsx'
import { endName } from './end-name.ts'
import { minuteText } from './minute-text.ts'
import { ProblemSparkline } from './problem-sparkline.tsx'

export interface ProblemCardProps {
  scope: Scope
  problem: OverviewProblem
  /** Undefined while it is read, and where nothing is known of this one. */
  history: OverviewHistory | undefined
}

const sentences = {
  errors: { failing: 'Fails', degraded: 'Errors' },
  'client-errors': { failing: 'ClientErrors', degraded: 'ClientErrors' },
  connections: { failing: 'Broken', degraded: 'Broken' },
  retries: { failing: 'Retries', degraded: 'Retries' },
} as const

/** One thing that is wrong, as a sentence, with since when, what it costs and where to look. */
export function ProblemCard({ scope, problem, history }: ProblemCardProps) {
  const t = useTranslations('overview.problem')
  const words = useTranslations('words.health')
  const code = useCodeText(problem)
  const isFailing = problem.health === 'failing'
  const kind = problem.source === undefined ? ('node' as const) : ('edge' as const)
  const sentence = sentences[problem.cause][problem.health]
  const strong = (text: string) => () => <b className="font-semibold">{text}</b>
  return (
    <article
      className={`grid grid-cols-[28px_minmax(0,1fr)] rounded-md border border-l-[3px] border-line bg-surface py-3 pr-4 pl-2 ${isFailing ? 'border-l-failing' : 'border-l-degraded'}`}
    >
      <span className="pt-1 pl-1.5">
        <HealthGlyph health={problem.health} role={isFailing ? 'origin' : undefined} label={words(problem.health)} />
      </span>
      <div className="flex min-w-0 gap-x-4">
        <div className="min-w-0 grow">
          <h3 className="text-title [overflow-wrap:anywhere]">
            {t.rich(`${kind}${sentence}`, {
              code: code ?? 'none',
              source: strong(problem.source === undefined ? '' : endName(problem.source, t('unknownCaller'))),
              target: strong(endName(problem.target, t('unknownCaller'))),
              share: strong(joined(formatRatio(problem.share))),
            })}
          </h3>
          <Cost scope={scope} problem={problem} history={history} />
          <Ways scope={scope} problem={problem} />
        </div>
        <ProblemSparkline problem={problem} history={history} />
      </div>
    </article>
  )
}

function Ways({ scope, problem }: Pick<ProblemCardProps, 'scope' | 'problem'>) {
  const t = useTranslations('overview.problem')
  const { id, service, workload } = problem
  const way = 'hover:underline'
  return (
    <p className="mt-1.5 flex flex-wrap gap-x-4 text-accent">
      <Link className={way} href={graphHref({ ...scope, type: 'versioned-app' }, { sel: id })}>
        {t('graph')}
      </Link>
      <Link className={way} href={diagnosisHref(scope, startOf(problem))}>
        {t('diagnosis')}
      </Link>
      {service === undefined ? null : (
        <Link className={way} href={serviceHref(scope, service)}>
          {t('service')}
        </Link>
      )}
      {workload === undefined ? null : (
        <Link className={way} href={workloadHref(scope, workload)}>
          {t('workload')}
        </Link>
      )}
    </p>
  )
}

/** A node outside every service is looked at with all of the scope. */
function startOf({ service }: OverviewProblem): DiagnosisStart {
  return service === undefined ? {} : { namespace: service.namespace, service: service.name }
}

function useCodeText({ topCode, topFlag }: OverviewProblem): string | undefined {
  const t = useTranslations('overview.problem')
  const flags = useTranslations('flags')
  const code = topCode === '0' ? t('noAnswer') : topCode?.replace(/^grpc /, 'gRPC ')
  if (topFlag === undefined) {
    return code
  }
  const meaning = flagMeaning(flags, topFlag)
  const flag = meaning === undefined ? topFlag : t('flag', { flag: topFlag, meaning })
  return code === undefined ? flag : `${code} ${flag}`
}

/** What it costs, in the order of what one asks first: since when, how much, who, where. */
function Cost({ scope, problem, history }: ProblemCardProps) {
  const t = useTranslations('overview.problem')
  const since = useSince(scope, problem, history)
  const { source, target, affectedCallers, siblingsHealthy } = problem
  const places = [source?.namespace, target.namespace].filter((place) => place !== undefined && place !== '')
  const parts: [string, ReactNode][] = []
  if (since !== undefined) {
    parts.push(['since', since])
  }
  const failed = failedText(problem, t)
  if (failed !== undefined) {
    parts.push(['failed', failed])
  }
  if (affectedCallers > 0) {
    parts.push(['callers', t('callers', { count: affectedCallers })])
  }
  if (siblingsHealthy !== undefined) {
    const versions = listed(siblingsHealthy, t)
    parts.push(['siblings', t('siblings', { versions, count: siblingsHealthy.length })])
  }
  const victims = victimsText(problem, t)
  if (victims !== undefined) {
    parts.push(['victims', victims])
  }
  if (places.length > 0) {
    parts.push(['places', [...new Set(places)].join(' → ')])
  }
  return (
    <p className="mt-0.5 min-w-0 text-text-2">
      {parts.map(([key, part], index) => (
        <span key={key}>
          {index > 0 ? ' · ' : null}
          {part}
        </span>
      ))}
    </p>
  )
}

/** A known beginning leads to the graph of that time. */
function useSince(scope: Scope, { id }: OverviewProblem, history: OverviewHistory | undefined): ReactNode {
  const t = useTranslations('overview.problem')
  const locale = useLocale()
  const own = history?.problems.find((problem) => problem.id === id)
  const [from] = history?.timestamps ?? []
  if (own?.isOlder === true && from !== undefined) {
    return t('sinceBefore', { time: minuteText(from, Date.now() / 1000, locale) })
  }
  if (own?.since === undefined) {
    return undefined
  }
  const start = { ...scope, type: 'versioned-app' as const, at: Math.ceil(own.since) + scope.window }
  const isPast = start.at < (scope.at ?? Date.now() / 1000)
  const text = t('since', { time: minuteText(own.since, Date.now() / 1000, locale) })
  return isPast ? (
    <Link className="text-accent hover:underline" href={graphHref(start, { sel: id })} title={t('sinceTitle')}>
      {text}
    </Link>
  ) : (
    text
  )
}

type Words = ReturnType<typeof useTranslations<'overview.problem'>>

function failedText({ failedPerSecond, requestsPerSecond }: OverviewProblem, t: Words): string | undefined {
  if (failedPerSecond === 0) {
    return undefined
  }
  const rate = formatRate(failedPerSecond).value
  return requestsPerSecond === undefined
    ? t('failedConnections', { rate })
    : t('failed', { rate, total: formatRate(requestsPerSecond).value })
}

function victimsText({ victims, victimCount }: OverviewProblem, t: Words): string | undefined {
  if (victimCount === 0) {
    return undefined
  }
  // Those nobody can name come last, as in “checkout v9 and unknown callers”.
  const named = victims.toSorted((a, b) => Number(a.kind === 'unknown') - Number(b.kind === 'unknown'))
  const names = listed(
    named.map((end) => endName(end, t('unknownCaller'))),
    t,
  )
  return victimCount > victims.length
    ? t('victims', { count: victimCount })
    : t('victimsNamed', { names, count: hasCrowd(victims) ? 2 : victimCount })
}

/** “Unknown callers” are many, however few nodes they are drawn as. */
function hasCrowd(victims: OverviewProblem['victims']): boolean {
  return victims.some(({ kind }) => kind === 'unknown')
}

/** `a, b and c`. */
function listed(names: readonly string[], t: Words): string {
  return [names.slice(0, -1).join(t('separator')), ...names.slice(-1)].filter((part) => part !== '').join(t('and'))
}

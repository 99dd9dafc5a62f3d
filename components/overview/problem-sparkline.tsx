'use client'

import { useLocale, useTranslations } from 'next-intl'
import { formatRatio, joined } from '#lib/client/format.ts'
import type { OverviewProblem } from '#lib/domain/overview/overview.ts'
import type { OverviewHistory } from '#lib/endpoints/overview.ts'
import { Sparkline } from '../charts/sparkline.tsx'
import { minuteText } from './minute-text.ts'

export interface ProblemSparklineProps {
  problem: OverviewProblem
  history: OverviewHistory | undefined
}

/** A share this small fills no more of the picture than it deserves. */
const leastTop = 0.02

/** How the share went over the last hour, with the times of its ends; its place is kept while it is read. */
export function ProblemSparkline({ problem, history }: ProblemSparklineProps) {
  const t = useTranslations('overview.problem')
  const locale = useLocale()
  const own = history?.problems.find(({ id }) => id === problem.id)
  const [from] = history?.timestamps ?? []
  const to = history?.timestamps.at(-1)
  const known = own?.points.filter((point) => point !== null) ?? []
  if (own === undefined || from === undefined || to === undefined || known.length < 2) {
    return <div className="h-14 w-[130px] shrink-0 max-[1100px]:w-24" />
  }
  const now = Date.now() / 1000
  const ends = { from: minuteText(from, now, locale), to: minuteText(to, now, locale) }
  return (
    <figure className="w-[130px] shrink-0 max-[1100px]:w-24">
      <Sparkline
        points={own.points}
        leastTop={leastTop}
        tone={problem.health}
        label={t('sparkline', { ...ends, peak: joined(formatRatio(Math.max(...known))) })}
        className="block h-9 w-full"
      />
      <figcaption aria-hidden className="mt-0.5 text-right text-unit whitespace-nowrap text-text-3">
        {`${ends.from} – ${ends.to}`}
      </figcaption>
    </figure>
  )
}

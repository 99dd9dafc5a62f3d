'use client'

import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import type { DiagnosisStart } from '#lib/client/diagnosis-start.ts'
import { formatClock, formatMoment, formatRatio, joined } from '#lib/client/format.ts'
import { diagnosisHref } from '#lib/client/hrefs.ts'
import type { MeshDiagnosis } from '#lib/domain/diagnosis/mesh-diagnosis.ts'
import type { Scope } from '#lib/domain/graph/scope.ts'
import { Chip } from '../ui/chip.tsx'
import { momentText } from '../ui/moment-text.ts'
import type { ServiceNames } from './service-names.ts'
import { useSuspectWords } from './suspect-words.ts'

export interface VerdictHeadProps {
  scope: Scope
  start: DiagnosisStart
  diagnosis: MeshDiagnosis
  names: ServiceNames
}

const tones = { confident: 'failing', unsure: 'degraded', none: 'neutral' } as const

/** What is asked and of which time, the answer as a sentence with the culprit first, and how sure it is. */
export function VerdictHead({ scope, start, diagnosis, names }: VerdictHeadProps) {
  const t = useTranslations('diagnosis')
  const locale = useLocale()
  const say = useSuspectWords(names)
  const { verdict, suspects, standing, incident, takenAt } = diagnosis
  const [first] = suspects
  const isNamed = verdict.confidence !== 'none' && first !== undefined
  const clock = (second: number) => momentText(second, takenAt, locale)
  return (
    <header className="mb-3">
      <p className="text-text-3">
        <StartText start={start} /> · <Spans diagnosis={diagnosis} />{' '}
        {scope.at === undefined ? (
          <Link className="text-accent underline" href={diagnosisHref({ ...scope, at: takenAt }, start)}>
            {t('pin')}
          </Link>
        ) : null}
      </p>
      <h1 className="mt-0.5 text-headline font-semibold [overflow-wrap:anywhere]">
        {isNamed ? say(first) : t(`none.${verdict.reason === 'not-enough-traffic' ? 'traffic' : 'changed'}`)}
      </h1>
      <p className="mt-1 flex flex-wrap items-center gap-x-2.5 gap-y-1 text-text-2">
        {standing.length > 0 ? (
          <Chip tone="degraded">{t('confidence.standing')}</Chip>
        ) : (
          <Chip tone={tones[verdict.confidence]}>{t(`confidence.${verdict.confidence}`)}</Chip>
        )}
        {isNamed ? (
          <span>
            {t('explains', { share: joined(formatRatio(first.share)) })}
            {incident === undefined ? null : (
              <span title={formatMoment(incident.from, locale)}> · {t('began', { time: clock(incident.from) })}</span>
            )}
          </span>
        ) : null}
      </p>
      <Unseen start={start} diagnosis={diagnosis} />
    </header>
  )
}

/** A service nobody calls, or one that is no service at all, is no place to start from. */
function Unseen({
  start: { namespace, service },
  diagnosis: { symptom, incident },
}: Pick<VerdictHeadProps, 'start' | 'diagnosis'>) {
  const t = useTranslations('diagnosis.start')
  if (namespace === undefined || service === undefined || symptom !== undefined || incident === undefined) {
    return null
  }
  return <p className="mt-1 text-degraded">{t('unseen', { namespace, service })}</p>
}

function StartText({ start: { service, source } }: { start: DiagnosisStart }) {
  const t = useTranslations('diagnosis.start')
  if (service === undefined) {
    return t('all')
  }
  return source === undefined ? t('service', { service }) : t('call', { service, source })
}

function Spans({ diagnosis: { incident, baseline, takenAt } }: { diagnosis: MeshDiagnosis }) {
  const t = useTranslations('diagnosis')
  const locale = useLocale()
  const clock = (second: number) => formatClock(second, locale)
  if (incident === undefined || baseline === undefined) {
    return t('until', { time: clock(takenAt) })
  }
  return (
    <span title={`${formatMoment(baseline.from, locale)} – ${formatMoment(incident.to, locale)}`}>
      {t('spans', {
        from: clock(incident.from),
        to: clock(incident.to),
        usualFrom: clock(baseline.from),
        usualTo: clock(baseline.to),
      })}
    </span>
  )
}

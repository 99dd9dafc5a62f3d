'use client'

import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { ApiProblem } from '#lib/client/call.ts'
import { type DiagnosisStart, readDiagnosisStart } from '#lib/client/diagnosis-start.ts'
import { formatClock } from '#lib/client/format.ts'
import { usePolledStatus } from '#lib/client/polled-status.ts'
import { useProblemWords } from '#lib/client/problem-words.ts'
import { diagnosisQueries } from '#lib/client/queries/diagnosis.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { CheckedSuspect, MeshDiagnosis } from '#lib/domain/diagnosis/mesh-diagnosis.ts'
import type { Scope } from '#lib/domain/graph/scope.ts'
import { Card } from '../ui/card.tsx'
import { ProblemPanel } from '../ui/problem-panel.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { AcquittalList } from './acquittal-list.tsx'
import { EvidenceTable } from './evidence-table.tsx'
import { HowSure } from './how-sure.tsx'
import { PathStrip } from './path-strip.tsx'
import { type ServiceNames, useServiceNames } from './service-names.ts'
import { SuspectList } from './suspect-list.tsx'
import { useSuspectWords } from './suspect-words.ts'
import { VerdictHead } from './verdict-head.tsx'

const columns =
  'grid gap-x-6 gap-y-5 min-[960px]:grid-cols-[minmax(0,1fr)_260px] min-[1300px]:grid-cols-[minmax(0,1fr)_300px]'

/** Who is to blame: the answer with its evidence, the way trouble went, who else was looked at and how sure it is. */
export function DiagnosisScreen() {
  const { scope, param } = useScopeUrl()
  const start = readDiagnosisStart(param)
  const query = useQuery(diagnosisQueries.of(scope, start))
  usePolledStatus(query, scope.at)
  const words = useTranslations('words.state')
  const problemWords = useProblemWords()
  const locale = useLocale()
  const { data, error, isError, isPlaceholderData } = query
  if (data === undefined) {
    return (
      <div className="max-w-[2200px] px-6 py-5">
        {error instanceof ApiProblem ? (
          <ProblemPanel
            problem={error.problem}
            locale={locale}
            onRetry={() => void query.refetch()}
            words={problemWords}
          />
        ) : (
          <DiagnosisSkeleton label={words('loading')} />
        )}
      </div>
    )
  }
  return (
    <div className={`max-w-[2200px] px-6 py-5 ${columns}`}>
      <div className={`min-w-0 ${isError || isPlaceholderData ? 'opacity-60' : ''}`} aria-busy={isPlaceholderData}>
        {isError ? (
          <p className="mb-2 text-degraded">{words('staleSince', { time: formatClock(data.takenAt, locale) })}</p>
        ) : null}
        <Answer scope={scope} start={start} diagnosis={data} />
      </div>
      <HowSure diagnosis={data} />
    </div>
  )
}

interface AnswerProps {
  scope: Scope
  start: DiagnosisStart
  diagnosis: MeshDiagnosis
}

function Answer({ scope, start, diagnosis }: AnswerProps) {
  const t = useTranslations('diagnosis')
  const names = useServiceNames(diagnosis)
  const { verdict, suspects, standing, acquittals } = diagnosis
  const frozen = { ...scope, at: diagnosis.takenAt }
  const [first, ...others] = verdict.confidence === 'none' ? [] : suspects
  const [oldest, ...olderOthers] = standing
  const isCalm = first === undefined && oldest === undefined
  return (
    <>
      <VerdictHead scope={scope} start={start} diagnosis={diagnosis} names={names} />
      <div className="grid gap-3.5">
        {first === undefined ? null : (
          <>
            <Card>
              <EvidenceTable evidence={first.evidence} names={names} isStanding={false} />
            </Card>
            <PathStrip scope={frozen} diagnosis={diagnosis} suspect={first} names={names} />
          </>
        )}
        {isCalm ? (
          <p className="max-w-[72ch] text-text-2">
            {t(`none.${verdict.reason === 'not-enough-traffic' ? 'trafficText' : 'changedText'}`)}
          </p>
        ) : null}
        {oldest === undefined ? null : <Standing scope={frozen} diagnosis={diagnosis} suspect={oldest} names={names} />}
        {others.length + olderOthers.length === 0 ? null : (
          <SuspectList
            title={t('lessLikely')}
            from={2}
            suspects={[...others, ...olderOthers]}
            names={names}
            isStanding={oldest !== undefined}
          />
        )}
        {verdict.confidence === 'none' ? null : <AcquittalList acquittals={acquittals} names={names} />}
      </div>
    </>
  )
}

interface StandingProps {
  scope: Scope
  diagnosis: MeshDiagnosis
  suspect: CheckedSuspect
  names: ServiceNames
}

/** Nothing began, but something has been wrong all along. */
function Standing({ scope, diagnosis, suspect, names }: StandingProps) {
  const t = useTranslations('diagnosis.standing')
  const say = useSuspectWords(names)
  return (
    <>
      <Card title={say(suspect)} hint={t('hint')}>
        <p className="border-b border-line px-3 py-2 text-text-2">{t('text')}</p>
        <EvidenceTable evidence={suspect.evidence} names={names} isStanding />
      </Card>
      <PathStrip scope={scope} diagnosis={diagnosis} suspect={suspect} names={names} />
    </>
  )
}

function DiagnosisSkeleton({ label }: { label: string }) {
  return (
    <div className={columns}>
      <div className="grid content-start gap-3">
        <Skeleton className="h-4 w-96" />
        <Skeleton className="h-7 w-[480px] max-w-full" label={label} />
        <Skeleton className="h-5 w-72" />
        <Skeleton className="mt-2 h-44 w-full" />
        <Skeleton className="h-32 w-full" />
      </div>
      <Skeleton className="h-40 w-full" />
    </div>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { ApiProblem } from '#lib/client/call.ts'
import { useProblemWords } from '#lib/client/problem-words.ts'
import { objectQueries } from '#lib/client/queries/objects.ts'
import { Card } from '../../ui/card.tsx'
import { ProblemPanel } from '../../ui/problem-panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useObjectHref } from './object-param.ts'
import { formatObject, type ShownObject } from './shown-object.ts'

/** Loaded when the first object is opened: nobody else needs a YAML library. */
const YamlText = lazy(() => import('./yaml-text.tsx').then((module) => ({ default: module.YamlText })))

export interface ObjectCardProps {
  cluster: string
  shown: ShownObject
}

/** One object as it stands, read only, with its fields leading to what they name. */
export function ObjectCard({ cluster, shown }: ObjectCardProps) {
  const t = useTranslations('services.objects')
  const locale = useLocale()
  const problemWords = useProblemWords()
  const objectHref = useObjectHref()
  const { data, error, refetch } = useQuery(objectQueries.view({ cluster, ...shown }))
  const top = useRef<HTMLElement>(null)
  const key = formatObject(shown)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each object that is opened comes into sight once
  useEffect(() => {
    top.current?.scrollIntoView({ block: 'nearest' })
  }, [key, data === undefined])
  return (
    <section ref={top} className="scroll-m-3" aria-label={t('yamlOf', { kind: shown.kind, name: shown.name })}>
      <Card
        title={`${shown.kind} ${shown.name}`}
        hint={shown.namespace}
        aside={
          <Link scroll={false} href={objectHref(undefined)} className="text-accent hover:underline">
            {t('close')}
          </Link>
        }
      >
        {data !== undefined ? (
          <Suspense fallback={<YamlSkeleton />}>
            <YamlText view={data} />
          </Suspense>
        ) : error instanceof ApiProblem ? (
          <ProblemPanel
            className="my-4"
            problem={error.problem}
            locale={locale}
            words={{ ...problemWords, title: t('failed') }}
            onRetry={() => void refetch()}
          />
        ) : (
          <YamlSkeleton />
        )}
      </Card>
    </section>
  )
}

function YamlSkeleton() {
  const words = useTranslations('words.state')
  return (
    <div className="grid gap-2 p-3">
      <Skeleton className="h-4 w-64" label={words('loading')} />
      <Skeleton className="h-4 w-80" />
      <Skeleton className="h-4 w-52" />
    </div>
  )
}

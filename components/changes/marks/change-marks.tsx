'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type ReactNode, useMemo } from 'react'
import { changeHref, changesHref } from '#lib/client/hrefs.ts'
import { changeQueries } from '#lib/client/queries/changes.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import { ChartMarksProvider } from '../../charts/chart-marks.tsx'
import { useChangeTitle } from '../words/change-title.ts'
import { writtenChanges } from './written-changes.ts'

export interface ChangeMarksProps {
  namespace: string
  /** Absent: of every service of the namespace. */
  service?: string
  children: ReactNode
}

/** Marks on every chart below: what was changed when, each leading to its change. */
export function ChangeMarks({ namespace, service, children }: ChangeMarksProps) {
  const t = useTranslations('changes.marks')
  const title = useChangeTitle()
  const { scope } = useScopeUrl()
  const { data } = useQuery(
    changeQueries.marks({ cluster: scope.cluster, namespaces: [namespace], ...(service !== undefined && { service }) }),
  )
  const value = useMemo(
    () => ({
      marks: writtenChanges(data?.changes ?? []).map((change) => ({
        key: `${change.cluster} ${change.name}`,
        at: change.appliedAt,
        title: `${service === undefined ? `${change.service}: ` : ''}${t('title', { what: title(change), who: change.who })}`,
        href: changeHref(scope, change),
      })),
      label: t('label'),
      allHref: changesHref({ ...scope, namespaces: [namespace] }, service === undefined ? {} : { service }),
      severalText: (count: number) => t('several', { count }),
    }),
    [data, scope, namespace, service, t, title],
  )
  return <ChartMarksProvider value={value}>{children}</ChartMarksProvider>
}

'use client'

import { useQuery } from '@tanstack/react-query'
import type { Route } from 'next'
import { useTranslations } from 'next-intl'
import {
  alertsHref,
  changesHref,
  diagnosisHref,
  graphHref,
  overviewHref,
  serviceHref,
  servicesHref,
  workloadHref,
  workloadsHref,
} from '#lib/client/hrefs.ts'
import { alertQueries } from '#lib/client/queries/alerts.ts'
import { serviceQueries } from '#lib/client/queries/services.ts'
import { workloadQueries } from '#lib/client/queries/workloads.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'

export interface PaletteTarget {
  id: string
  kind: 'page' | 'service' | 'workload' | 'alert'
  label: string
  /** Its key, its namespace, or what it is about. */
  hint: string
  href: Route
}

/** All one can go to in this scope: pages, then services, workloads and alerts by name. */
export function usePaletteTargets(): { targets: PaletteTarget[]; isFailed: boolean } {
  const t = useTranslations('shell.nav')
  const { scope } = useScopeUrl()
  const services = useQuery(serviceQueries.facts(scope.namespaces))
  const workloads = useQuery(workloadQueries.facts(scope.namespaces))
  const alerts = useQuery(alertQueries.list(scope))
  const isInCluster = ({ cluster }: { cluster: string }) => scope.cluster === undefined || cluster === scope.cluster
  const page = (hint: string, label: string, href: Route): PaletteTarget => ({
    id: hint,
    kind: 'page',
    label,
    hint,
    href,
  })
  const byName = (a: PaletteTarget, b: PaletteTarget) => (a.label < b.label ? -1 : 1)
  return {
    targets: [
      page('g o', t('overview'), overviewHref(scope)),
      page('g t', t('graph'), graphHref(scope)),
      page('g s', t('services'), servicesHref(scope)),
      page('g w', t('workloads'), workloadsHref(scope)),
      page('g d', t('diagnosis'), diagnosisHref(scope)),
      page('g c', t('changes'), changesHref(scope)),
      page('g a', t('alerts'), alertsHref(scope)),
      ...(services.data?.services ?? [])
        .filter(isInCluster)
        .map((service): PaletteTarget => ({ ...placed('service', service), href: serviceHref(scope, service) }))
        .sort(byName),
      ...(workloads.data?.workloads ?? [])
        .filter(isInCluster)
        .map((workload): PaletteTarget => ({ ...placed('workload', workload), href: workloadHref(scope, workload) }))
        .sort(byName),
      ...(alerts.data?.alerts ?? []).map(
        ({ id, name, subject }): PaletteTarget => ({
          id: `alert ${id}`,
          kind: 'alert',
          label: name,
          hint: [subject.namespace, subject.workload ?? subject.service].filter(Boolean).join('/'),
          href: alertsHref(scope, { sel: id }),
        }),
      ),
    ],
    isFailed: services.isError || workloads.isError,
  }
}

function placed(
  kind: 'service' | 'workload',
  { cluster, namespace, name }: { cluster: string; namespace: string; name: string },
): Omit<PaletteTarget, 'href'> {
  return { id: [kind, cluster, namespace, name].join(' '), kind, label: name, hint: namespace }
}

'use client'

import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { serviceObjectHref } from '#lib/client/hrefs.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { ServiceSplit, SplittableRoute } from '#lib/domain/changes/service-split.ts'
import { Select } from '../../ui/select.tsx'
import { useRouteText } from '../words/route-text.ts'
import { routeId } from './route-id.ts'

export interface RouteChoiceProps {
  split: ServiceSplit
  routes: readonly SplittableRoute[]
  route: SplittableRoute
  onChoose: (id: string) => void
}

/** Which route is moved, by whom it takes, and whose proxies obey it. */
export function RouteChoice({ split, routes, route, onChoose }: RouteChoiceProps) {
  const t = useTranslations('changes.steer')
  const routeText = useRouteText()
  const locale = useLocale()
  const { scope } = useScopeUrl()
  const place = { cluster: split.cluster, namespace: split.namespace, name: split.service }
  const { namespace, virtualService } = route.key
  const object = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace, name: virtualService }
  const clients = [...route.clientNamespaces, ...route.gateways.map((gateway) => t('gateway', { gateway }))]
  return (
    <div className="grid gap-0.5 text-label text-text-3">
      {routes.length > 1 ? (
        <Select
          className="max-w-full justify-self-start"
          label={t('route')}
          value={routeId(route)}
          options={routes.map((one) => ({ value: routeId(one), label: routeText(one) }))}
          onChange={onChoose}
        />
      ) : (
        <p className="[overflow-wrap:anywhere]">
          {t('routeIs')} <span className="text-text-2">{routeText(route)}</span>
        </p>
      )}
      <p className="[overflow-wrap:anywhere]">
        {route.isUnwritten ? (
          t('noObject')
        ) : (
          <Link scroll={false} className="text-accent hover:underline" href={serviceObjectHref(scope, place, object)}>
            VirtualService {namespace}/{virtualService}
          </Link>
        )}
        {clients.length === 0
          ? ''
          : ` · ${t('clients', { names: new Intl.ListFormat(locale).format(clients.slice(0, 5)), more: Math.max(0, clients.length - 5) })}`}
      </p>
    </div>
  )
}

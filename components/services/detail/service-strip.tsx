'use client'

import { useLocale, useTranslations } from 'next-intl'
import type { ServiceDetail } from '#lib/endpoints/services.ts'
import { Card } from '../../ui/card.tsx'
import { durationText } from '../../ui/duration-text.ts'
import { PeerTable } from './peer-table.tsx'
import { VersionShares } from './version-shares.tsx'

export interface ServiceStripProps {
  detail: ServiceDetail
  colors: ReadonlyMap<string, string>
}

/** Callers on the left, the service's versions in the middle, what it calls on the right: as a request goes. */
export function ServiceStrip({ detail, colors }: ServiceStripProps) {
  const t = useTranslations('services.strip')
  const locale = useLocale()
  return (
    <div className="grid gap-3 min-[960px]:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)_minmax(0,1fr)]">
      <Card title={t('callers')}>
        <PeerTable detail={detail} graphType="service" direction="callers" />
      </Card>
      <Card title={t('versions')} hint={t('versionsHint', { window: durationText(detail.windowSeconds, locale) })}>
        <VersionShares detail={detail} colors={colors} />
      </Card>
      <Card title={t('callees')}>
        <PeerTable detail={detail} graphType="service" direction="callees" />
      </Card>
    </div>
  )
}

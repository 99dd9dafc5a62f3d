'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { percentText } from '../words/percent-text.ts'
import { useRouteText } from '../words/route-text.ts'
import { PercentField } from './percent-field.tsx'
import type { IntentFormProps } from './tester-form.tsx'
import { VersionChoice } from './version-choice.tsx'

/** A version gets copies of a share of the requests; nobody waits for its answers. */
export function MirrorForm({ split, route, isDisabled, onPropose, onClose }: IntentFormProps) {
  const t = useTranslations('changes.mirror')
  const goal = useTranslations('changes.goal')
  const routeText = useRouteText()
  const [version, setVersion] = useState(split.versions.at(-1)?.version ?? '')
  const [percentage, setPercentage] = useState(10)
  const { cluster, namespace, service } = split
  return (
    <form
      aria-label={t('title')}
      className="grid gap-2 rounded-sm bg-sunken p-2"
      onSubmit={(event) => {
        event.preventDefault()
        onPropose({
          intent: { kind: 'set-mirror', cluster, namespace, service, route: route.key, version, percentage },
          goal: goal('set-mirror', { version, share: percentText(percentage) }),
        })
      }}
    >
      <p className="text-label text-text-3">{t('text', { route: routeText(route) })}</p>
      <div className="flex flex-wrap items-center gap-2">
        <PercentField label={t('percentage')} percent={percentage} max={100} onChange={setPercentage} />
        <VersionChoice versions={split.versions} value={version} onChange={setVersion} />
        <span className="ml-auto flex gap-2">
          <Button onClick={onClose}>{t('close')}</Button>
          <Button type="submit" variant="primary" disabled={isDisabled || percentage === 0}>
            {t('preview')}
          </Button>
        </span>
      </div>
    </form>
  )
}

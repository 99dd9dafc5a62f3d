'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ServiceSplit, SplittableRoute } from '#lib/domain/changes/service-split.ts'
import { Button } from '../../ui/button.tsx'
import type { Proposal } from '../preview/use-preview.ts'
import { percentText } from '../words/percent-text.ts'
import { useRouteText } from '../words/route-text.ts'
import { MirrorForm } from './mirror-form.tsx'
import { routeId } from './route-id.ts'
import { TesterForm } from './tester-form.tsx'

export interface InForceProps {
  split: ServiceSplit
  /** The route that new testers and mirrors are made in. */
  route: SplittableRoute
  isDisabled: boolean
  onPropose: (proposal: Proposal) => void
}

/** Testers and mirrors as they are, each with its end, and the ways to new ones. */
export function InForce({ split, route, isDisabled, onPropose }: InForceProps) {
  const t = useTranslations('changes.inForce')
  const [form, setForm] = useState<'tester' | 'mirror'>()
  const testers = split.routes.filter(({ testerOf }) => testerOf !== undefined)
  const mirrored = split.routes.filter(({ mirrors }) => mirrors.length > 0)
  const own = { split, route, isDisabled, onPropose, onClose: () => setForm(undefined) }
  return (
    <div className="grid gap-1.5">
      {testers.map((tester) => (
        <TesterLine key={routeId(tester)} split={split} tester={tester} isDisabled={isDisabled} onPropose={onPropose} />
      ))}
      {mirrored.map((one) => (
        <MirrorLines key={routeId(one)} split={split} route={one} isDisabled={isDisabled} onPropose={onPropose} />
      ))}
      <div className="flex flex-wrap gap-1">
        <Button
          variant="quiet"
          className="px-1.5! text-accent!"
          aria-expanded={form === 'tester'}
          disabled={isDisabled}
          onClick={() => setForm(form === 'tester' ? undefined : 'tester')}
        >
          {t('addTester')}
        </Button>
        <Button
          variant="quiet"
          className="px-1.5! text-accent!"
          aria-expanded={form === 'mirror'}
          disabled={isDisabled}
          onClick={() => setForm(form === 'mirror' ? undefined : 'mirror')}
        >
          {t('addMirror')}
        </Button>
      </div>
      {form === 'tester' ? <TesterForm {...own} /> : form === 'mirror' ? <MirrorForm {...own} /> : null}
    </div>
  )
}

function TesterLine({
  split,
  tester,
  isDisabled,
  onPropose,
}: Pick<InForceProps, 'split' | 'isDisabled' | 'onPropose'> & { tester: SplittableRoute }) {
  const t = useTranslations('changes.inForce')
  const goal = useTranslations('changes.goal')
  const routeText = useRouteText()
  const { cluster, namespace, service } = split
  const whom = routeText({ ...tester, key: { ...tester.key, name: undefined } })
  return (
    <p className="flex items-center gap-2 text-label">
      <span aria-hidden className="text-purpose">
        ◇
      </span>
      <span className="min-w-0 [overflow-wrap:anywhere]">{t('tester', { whom, version: tester.testerOf ?? '' })}</span>
      <Button
        variant="quiet"
        className="ml-auto h-6! px-1.5!"
        disabled={isDisabled}
        onClick={() =>
          onPropose({
            intent: { kind: 'remove-tester-route', cluster, namespace, service, route: tester.key },
            goal: goal('remove-tester-route', { version: tester.testerOf ?? '' }),
          })
        }
      >
        {t('end')}
      </Button>
    </p>
  )
}

function MirrorLines({ split, route, isDisabled, onPropose }: InForceProps) {
  const t = useTranslations('changes.inForce')
  const goal = useTranslations('changes.goal')
  const routeText = useRouteText()
  const { cluster, namespace, service } = split
  return route.mirrors.map(({ host, subset, version, percentage }) => (
    <p key={`${host} ${subset ?? ''}`} className="flex items-center gap-2 text-label">
      <span aria-hidden className="text-purpose">
        ◇
      </span>
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {t('mirror', {
          share: percentText(percentage),
          to: version ?? [host, subset].filter(Boolean).join(' · '),
          route: routeText(route),
        })}
      </span>
      {version === undefined ? null : (
        <Button
          variant="quiet"
          className="ml-auto h-6! px-1.5!"
          disabled={isDisabled}
          onClick={() =>
            onPropose({
              intent: { kind: 'remove-mirror', cluster, namespace, service, route: route.key, version },
              goal: goal('remove-mirror', { version }),
            })
          }
        >
          {t('end')}
        </Button>
      )}
    </p>
  ))
}

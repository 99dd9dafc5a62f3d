'use client'

import { useTranslations } from 'next-intl'
import { type RefObject, useState } from 'react'
import { formatRatio, joined } from '#lib/client/format.ts'
import type { ServiceSplit, SplittableRoute } from '#lib/domain/changes/service-split.ts'
import { seriesColors } from '../../charts/series-color.ts'
import { Button } from '../../ui/button.tsx'
import type { Proposal } from '../preview/use-preview.ts'
import { percentText } from '../words/percent-text.ts'
import { gainers, movedWeights, type Percents, routeSplit, withPercent } from './split-draft.ts'
import { VersionSlider } from './version-slider.tsx'

export interface SplitEditorProps {
  split: ServiceSplit
  route: SplittableRoute
  isDisabled: boolean
  firstInput: RefObject<HTMLInputElement | null>
  onPropose: (proposal: Proposal) => void
}

/** The versions' shares of one route, to be moved; what others have is shown and stays. */
export function SplitEditor({ split, route, isDisabled, firstInput, onPropose }: SplitEditorProps) {
  const t = useTranslations('changes.steer')
  const now = routeSplit(split, route)
  const [draft, setDraft] = useState<Percents>()
  // A version that came or went while somebody moved the handle begins anew.
  const isFitting = draft !== undefined && [...now.percents.keys()].join() === [...draft.keys()].join()
  const percents = isFitting ? draft : now.percents
  const weights = movedWeights(now, percents)
  const set = (version: string, percent: number) => setDraft(withPercent(now, percents, version, percent))
  const goal = useGoal(now.percents, percents)
  const { namespace, service, cluster } = split
  const colors = seriesColors(split.versions.map(({ version }) => version))
  if (now.togetherPercent === 0) {
    return <p className="text-label text-text-3">{t('nothingToShare')}</p>
  }
  return (
    <form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (weights !== undefined) {
          onPropose({ intent: { kind: 'set-weights', cluster, namespace, service, route: route.key, weights }, goal })
        }
      }}
    >
      <VersionSlider
        versions={split.versions}
        now={now.percents}
        percents={percents}
        max={now.togetherPercent}
        colors={colors}
        isDisabled={isDisabled}
        firstInput={firstInput}
        onChange={set}
      />
      {now.isByPods ? <p className="text-label text-text-3">{t('byPods')}</p> : null}
      {now.others.map((other) => (
        <p
          key={`${other.host} ${other.subset ?? ''} ${other.port ?? ''}`}
          className="flex gap-2 text-label text-text-3"
        >
          <span className="min-w-0 truncate" title={other.host}>
            {[other.host, other.subset].filter(Boolean).join(' · ')}
          </span>
          <span className="ml-auto whitespace-nowrap">{t('keeps', { share: joined(formatRatio(other.share)) })}</span>
        </p>
      ))}
      <p className="flex items-center justify-end gap-2">
        {weights === undefined ? (
          <span className="mr-auto min-w-0 text-label text-text-3">{t('unmoved')}</span>
        ) : (
          <Button variant="quiet" onClick={() => setDraft(undefined)}>
            {t('reset')}
          </Button>
        )}
        <Button type="submit" variant="primary" disabled={isDisabled || weights === undefined}>
          {t('preview')}
        </Button>
      </p>
    </form>
  )
}

/** `Send 10 % to v2`: who gains. */
function useGoal(before: Percents, after: Percents): string {
  const t = useTranslations('changes.goal')
  const [most, ...more] = gainers(before, after)
  if (most === undefined) {
    return ''
  }
  const shares = [most, ...more].map(({ version, percent }) => t('share', { version, share: percentText(percent) }))
  return t('set-weights', { shares: shares.join(t('and')) })
}

'use client'

import { useLocale, useTranslations } from 'next-intl'
import {
  formatMs,
  formatPerSecond,
  formatRate,
  formatRatio,
  formatTimes,
  joined,
  type Quantity,
} from '#lib/client/format.ts'
import type { Evidence, SeriesName } from '#lib/domain/diagnosis/suspect.ts'
import { flagMeaning } from '#lib/i18n/flag-words.ts'
import { durationText } from '../ui/duration-text.ts'
import type { ServiceNames } from './service-names.ts'
import { beforeAndNow, trendOf } from './suspect-claim.ts'

export interface EvidenceLine {
  text: string
  /** Undefined where a fact has no before, or no number; `title` says why one is missing. */
  before?: Quantity & { title?: string }
  now?: Quantity
  /** The two numbers, for bars on one scale. */
  scale?: readonly [before: number, now: number]
}

/** Facts as lines: a sentence, what was before and what is now. Standing failures are told without a before. */
export function useEvidenceWords(names: ServiceNames, isStanding: boolean): (fact: Evidence) => EvidenceLine {
  const t = useTranslations('diagnosis.evidence')
  const flags = useTranslations('flags')
  const locale = useLocale()
  const callOf = ({ source, destination, reporter, version }: SeriesName) => ({
    source: names.nameOf(source ?? '*'),
    destination: names.nameOf(destination),
    version: version ?? 'none',
    reporter: reporter ?? 'destination',
  })
  return (fact) => {
    const scale = beforeAndNow(fact)
    const trend = trendOf(fact, isStanding)
    const moved = (text: string, format: (value: number) => Quantity): EvidenceLine => {
      const now = format(scale[1])
      return trend === 'standing'
        ? { text, before: { ...formatRatio(undefined), title: t('unknownBefore') }, now }
        : { text, before: format(scale[0]), now, scale }
    }
    switch (fact.kind) {
      case 'latency':
        return moved(t('latency', { ...callOf(fact.series), trend }), formatMs)
      case 'errors':
        return moved(t('errors', { ...callOf(fact.series), trend }), formatRatio)
      case 'flag': {
        const meaning = flagMeaning(flags, fact.flag)
        const flag = meaning === undefined ? fact.flag : t('flagMeaning', { flag: fact.flag, meaning })
        return moved(t('flag', { ...callOf(fact.series), trend, flag }), formatRatio)
      }
      case 'traffic':
        return moved(t('traffic', { service: names.nameOf(fact.service), trend }), formatRate)
      case 'connections':
        return moved(t('connections', { ...callOf(fact.series), trend }), formatPerSecond)
      case 'resource': {
        const service = names.nameOf(fact.series.destination)
        return moved(t('resource', { service, metric: fact.series.metric, trend }), formatPerSecond)
      }
      case 'gap': {
        const [source = '', destination = ''] = fact.edge.map(names.nameOf)
        return moved(t('gap', { source, destination, trend }), formatMs)
      }
      case 'gaps':
        return {
          text: t('gaps', { service: names.nameOf(fact.service), withGap: fact.withGap, calls: fact.calls }),
        }
      case 'fewer-calls':
        return {
          text: t('fewerCalls', { service: names.nameOf(fact.service) }),
          now: formatTimes(fact.callsRatio),
          scale,
        }
      case 'version': {
        const [key, format] =
          fact.metric === 'errors' ? (['versionErrors', formatRatio] as const) : (['versionLatency', formatMs] as const)
        const text = t(key, { version: fact.version, others: joined(format(fact.others)), trend })
        return { text, now: format(fact.now), scale }
      }
      case 'change': {
        const seconds = Math.round(fact.secondsBeforeOnset / 10) * 10
        const ago = durationText(
          Math.abs(seconds) < 120 ? Math.abs(seconds) : 60 * Math.round(Math.abs(seconds) / 60),
          locale,
        )
        return {
          text: t(fact.what === 'rollout' ? 'rollout' : 'written', {
            service: names.nameOf(fact.service),
            what: fact.what,
            to: fact.to ?? 'none',
            when: seconds > 0 ? 'before' : seconds < 0 ? 'after' : 'at',
            ago,
          }),
        }
      }
      case 'surge':
        return { text: t('surge'), now: formatTimes(fact.times), scale }
    }
  }
}

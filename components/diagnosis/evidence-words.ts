'use client'

import { useLocale, useTranslations } from 'next-intl'
import { formatMs, formatPerSecond, formatRate, formatRatio, formatTimes, type Quantity } from '#lib/client/format.ts'
import type { Evidence, SeriesName } from '#lib/domain/diagnosis/suspect.ts'
import { flagMeaning } from '#lib/i18n/flag-words.ts'
import { durationText } from '../ui/duration-text.ts'
import type { ServiceNames } from './service-names.ts'

export interface EvidenceLine {
  text: string
  /** Undefined where a fact has no before, or no number. */
  before?: Quantity
  now?: Quantity
  /** The two numbers, for bars on one scale. */
  scale?: readonly [before: number, now: number]
}

/** Facts as lines: a sentence, what was before and what is now. */
export function useEvidenceWords(names: ServiceNames): (fact: Evidence) => EvidenceLine {
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
    switch (fact.kind) {
      case 'latency':
        return moved(t('latency', callOf(fact.series)), fact, formatMs)
      case 'errors':
        return moved(t('errors', callOf(fact.series)), fact, formatRatio)
      case 'flag': {
        const meaning = flagMeaning(flags, fact.flag)
        const flag = meaning === undefined ? fact.flag : t('flagMeaning', { flag: fact.flag, meaning })
        return moved(t('flag', { ...callOf(fact.series), flag }), fact, formatRatio)
      }
      case 'traffic':
        return moved(t('traffic', { service: names.nameOf(fact.service) }), fact, formatRate)
      case 'connections':
        return moved(t('connections', callOf(fact.series)), fact, formatPerSecond)
      case 'resource':
        return moved(
          t('resource', { service: names.nameOf(fact.series.destination), metric: fact.series.metric }),
          fact,
          formatPerSecond,
        )
      case 'gap': {
        const [before, now] = [fact.feltMs[0] - fact.doneMs[0], fact.feltMs[1] - fact.doneMs[1]].map((ms) =>
          Math.max(0, ms),
        )
        const [source, destination] = fact.edge.map(names.nameOf)
        const text = t('gap', { source: source ?? '', destination: destination ?? '' })
        return moved(text, { before: before ?? 0, now: now ?? 0 }, formatMs)
      }
      case 'gaps':
        return {
          text: t('gaps', { service: names.nameOf(fact.service), withGap: fact.withGap, calls: fact.calls }),
        }
      case 'fewer-calls':
        return {
          text: t('fewerCalls', { service: names.nameOf(fact.service) }),
          now: formatTimes(fact.callsRatio),
          scale: [1, fact.callsRatio],
        }
      case 'version': {
        const format = fact.metric === 'errors' ? formatRatio : formatMs
        const text = t(fact.metric === 'errors' ? 'versionErrors' : 'versionLatency', { version: fact.version })
        return moved(text, { before: fact.others, now: fact.now }, format)
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
        return { text: t('surge'), now: formatTimes(fact.times), scale: [1, fact.times] }
    }
  }
}

function moved(
  text: string,
  { before, now }: { before: number; now: number },
  format: (value: number) => Quantity,
): EvidenceLine {
  return { text, before: format(before), now: format(now), scale: [before, now] }
}

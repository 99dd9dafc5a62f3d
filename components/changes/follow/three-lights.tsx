'use client'

import { useLocale, useTranslations } from 'next-intl'
import { formatMoment } from '#lib/client/format.ts'
import type { ChangeLights, LightState } from '#lib/domain/follow-up/change-view.ts'
import { lightLooks } from './light-looks.ts'

/** The API server has it, the proxies have it, traffic shows it: in this order, each with how long it took. */
export function ThreeLights({ lights, startedAt }: { lights: ChangeLights; startedAt: number }) {
  const t = useTranslations('changes.lights')
  const { accepted, acknowledged, seen } = lights
  const { proxies, waitedSeconds } = acknowledged
  const acknowledgedText =
    proxies !== undefined && proxies.state !== 'unknown'
      ? t('proxies', { acknowledged: proxies.acknowledged, proxies: proxies.proxies })
      : waitedSeconds !== undefined
        ? t('waited', { seconds: waitedSeconds })
        : t('acknowledged')
  return (
    <div>
      <ul aria-label={t('label')} className="flex flex-wrap gap-x-3 gap-y-0.5 text-label">
        <Light state={accepted.state} at={accepted.at} since={startedAt} text={t('accepted')} />
        <Light state={acknowledged.state} at={acknowledged.at} since={startedAt} text={acknowledgedText} />
        <Light state={seen.state} at={seen.at} since={startedAt} text={t('seen')} />
      </ul>
      {proxies === undefined ? null : <Proxies proxies={proxies} isWaiting={acknowledged.state === 'waiting'} />}
    </div>
  )
}

interface LightProps {
  state: LightState
  /** Unix seconds, both. */
  at: number | undefined
  since: number
  text: string
}

function Light({ state, at, since, text }: LightProps) {
  const t = useTranslations('changes.lights')
  const locale = useLocale()
  const { glyph, text: look } = lightLooks[state]
  return (
    <li className={look} title={at === undefined ? t(`state.${state}`) : formatMoment(at, locale)}>
      <span role="img" aria-label={t(`state.${state}`)}>
        {glyph}
      </span>{' '}
      {text}
      {at === undefined ? null : (
        <span className="text-text-3"> {t('after', { seconds: Math.max(0, Math.round((at - since) * 10) / 10) })}</span>
      )}
    </li>
  )
}

type ProxiesState = NonNullable<ChangeLights['acknowledged']['proxies']>

/** Which proxies are behind, and what those that refuse it say. */
function Proxies({ proxies, isWaiting }: { proxies: ProxiesState; isWaiting: boolean }) {
  const t = useTranslations('changes.lights')
  const { behind, rejections, reason } = proxies
  return (
    <>
      {isWaiting && behind.length > 0 ? (
        <details className="text-label text-text-3">
          <summary className="cursor-pointer">{t('behind', { count: proxies.proxies - proxies.acknowledged })}</summary>
          <p className="[overflow-wrap:anywhere]">{behind.join(', ')}</p>
        </details>
      ) : null}
      {rejections.map(({ proxy, message }) => (
        <p key={proxy} className="text-label text-failing [overflow-wrap:anywhere]">
          ! {t('rejected', { proxy, message })}
        </p>
      ))}
      {reason === undefined ? null : (
        <p className="text-label text-text-3">
          {t('notAsked', { reason: reason === 'not-configured' ? 'none' : reason })}
        </p>
      )}
    </>
  )
}

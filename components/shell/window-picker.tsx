'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import { Button } from '../ui/button.tsx'
import { durationText } from '../ui/duration-text.ts'
import { useHydrated } from '../ui/hydrated.ts'
import { momentText } from '../ui/moment-text.ts'
import { Select } from '../ui/select.tsx'
import { MomentPicker } from './moment-picker.tsx'
import { stepBack, stepForward } from './window-step.ts'

const windows = [60, 300, 900, 1800, 3600, 10_800, 21_600, 86_400] as const

/** Length of the window, steps back and forward, and the way back to live. */
export function WindowPicker() {
  const t = useTranslations('shell.scope')
  const locale = useLocale()
  const { scope, setScope } = useScopeUrl()
  const isHydrated = useHydrated()
  const { at, window: windowSeconds } = scope
  const text = durationText(windowSeconds, locale)
  const options = windows.map((seconds) => ({
    value: String(seconds),
    label: at === undefined ? t('windowOf', { window: durationText(seconds, locale) }) : durationText(seconds, locale),
  }))
  const now = () => Date.now() / 1000
  return (
    <div className="flex items-center gap-1">
      <Button
        variant="quiet"
        className="w-6 px-0!"
        aria-label={t('stepBack')}
        title={`${t('stepBack')}  [`}
        onClick={() => setScope({ at: stepBack(scope, now()) })}
      >
        <ChevronLeft aria-hidden size={14} />
      </Button>
      <Select
        label={t('window')}
        value={String(windowSeconds)}
        options={options}
        valueText={at === undefined ? t('windowOf', { window: text }) : text}
        shownText={
          at === undefined
            ? undefined
            : t('windowUntil', { window: text, time: isHydrated ? momentText(at, now(), locale) : '…' })
        }
        isLabelCollapsible
        onChange={(value) => setScope({ window: Number(value) })}
      />
      <Button
        variant="quiet"
        className="w-6 px-0!"
        aria-label={t('stepForward')}
        title={`${t('stepForward')}  ]`}
        disabled={at === undefined}
        onClick={() => setScope({ at: stepForward(scope, now()) })}
      >
        <ChevronRight aria-hidden size={14} />
      </Button>
      <MomentPicker />
      {at === undefined ? null : (
        <Button className="px-2!" title={`${t('backToLive')}  .`} onClick={() => setScope({ at: undefined })}>
          {t('backToLive')}
        </Button>
      )}
    </div>
  )
}

'use client'

import { CalendarClock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useState } from 'react'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import { Button } from '../ui/button.tsx'
import { momentInput, momentOfInput } from './moment-input.ts'

/** Goes to any moment of the past: the window ends there. Enter or leaving the field goes, Escape does not. */
export function MomentPicker() {
  const t = useTranslations('shell.scope')
  const { scope, setScope } = useScopeUrl()
  const [text, setText] = useState<string>()
  const now = () => Date.now() / 1000
  const go = () => {
    const at = text === undefined ? undefined : momentOfInput(text, now())
    setText(undefined)
    if (at !== undefined && at !== scope.at && text !== momentInput(scope.at ?? now())) {
      setScope({ at })
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      go()
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      setText(undefined)
    }
  }
  if (text === undefined) {
    return (
      <Button
        variant="quiet"
        className="w-6 px-0!"
        aria-label={t('goToMoment')}
        title={t('goToMoment')}
        onClick={() => setText(momentInput(scope.at ?? now()))}
      >
        <CalendarClock aria-hidden size={13} />
      </Button>
    )
  }
  return (
    <input
      ref={(input) => input?.focus()}
      type="datetime-local"
      step={1}
      max={momentInput(now())}
      aria-label={t('goToMoment')}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={go}
      onKeyDown={onKeyDown}
      className="h-7 rounded-md border border-line bg-surface px-2 text-label text-text"
    />
  )
}

'use client'

import { type KeyboardEvent, useState } from 'react'
import { percentNumber } from '../words/percent-text.ts'

export interface PercentFieldProps {
  label: string
  percent: number
  max: number
  isDisabled?: boolean
  onChange: (percent: number) => void
}

const steps: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }

/** A share typed to any fraction of a percent; what is no number is shown and changes nothing. */
export function PercentField({ label, percent, max, isDisabled = false, onChange }: PercentFieldProps) {
  const [typed, setTyped] = useState<string>()
  const isOdd = typed !== undefined && parsed(typed, max) === undefined
  const type = (text: string) => {
    setTyped(text)
    const value = parsed(text, max)
    if (value !== undefined) {
      onChange(value)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setTyped(undefined)
      onChange(Math.min(max, Math.max(0, percent + step)))
    }
  }
  return (
    <span className="inline-flex items-center gap-1">
      <input
        role="spinbutton"
        aria-label={label}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-invalid={isOdd}
        inputMode="decimal"
        disabled={isDisabled}
        value={typed ?? percentNumber(percent)}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
        onFocus={(event) => event.target.select()}
        onBlur={() => setTyped(undefined)}
        className={`h-6 w-16 rounded-sm border bg-surface px-1.5 text-right tabular-nums disabled:cursor-not-allowed disabled:opacity-50 ${isOdd ? 'border-failing' : 'border-line hover:border-line-strong'}`}
      />
      <span className="text-unit text-text-3">%</span>
    </span>
  )
}

/** A comma is a point where people write one. */
function parsed(text: string, max: number): number | undefined {
  const value = Number(text.trim().replace(',', '.'))
  return text.trim() === '' || !(value >= 0 && value <= max) ? undefined : value
}

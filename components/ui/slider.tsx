'use client'

import { Slider as Base } from '@base-ui/react/slider'
import type { Ref } from 'react'

export interface SliderProps {
  label: string
  /** From 0 to `max`; need not be whole. */
  value: number
  max: number
  /** The value in words. */
  valueText: string
  /** CSS colours of the track before and behind the handle. */
  colors: readonly [before: string, behind: string]
  isDisabled?: boolean
  inputRef?: Ref<HTMLInputElement>
  /** Whole numbers: arrows move by 1, page keys by 10. */
  onChange: (value: number) => void
}

/** One handle on a track whose two parts are two things that share what there is. */
export function Slider({ label, value, max, valueText, colors, isDisabled = false, inputRef, onChange }: SliderProps) {
  return (
    <Base.Root
      value={value}
      max={max}
      disabled={isDisabled}
      onValueChange={(next) => onChange(Math.min(max, Math.round(next)))}
    >
      <Base.Control className="flex h-7 cursor-pointer touch-none items-center px-2 data-[disabled]:cursor-not-allowed data-[disabled]:opacity-50">
        <Base.Track className="h-1.5 w-full rounded-sm" style={{ background: colors[1] }}>
          <Base.Indicator className="rounded-l-sm" style={{ background: colors[0] }} />
          <Base.Thumb
            inputRef={inputRef}
            getAriaLabel={() => label}
            getAriaValueText={() => valueText}
            className="flex h-6 w-4 items-center justify-center gap-0.5 rounded-sm border border-line-strong bg-surface hover:border-text-3 has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-1 has-[:focus-visible]:outline-accent"
          >
            <span aria-hidden className="h-2.5 w-px bg-text-3" />
            <span aria-hidden className="h-2.5 w-px bg-text-3" />
          </Base.Thumb>
        </Base.Track>
      </Base.Control>
    </Base.Root>
  )
}

'use client'

import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronDown } from 'lucide-react'
import { pickStyles, popupItemStyles, popupStyles } from './popup-styles.ts'

export interface SelectProps<T extends string> {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
  /** Shown instead of the chosen option's label, when the value is none of the options. */
  valueText?: string
  /** Shown instead of whatever is chosen. */
  shownText?: string
  isLabelHidden?: boolean
  /** The label gives way on a narrow screen. */
  isLabelCollapsible?: boolean
  className?: string
}

/** A pick box: small muted label, the value, a caret. */
export function Select<T extends string>(props: SelectProps<T>) {
  const { label, value, options, onChange, className = '' } = props
  const shown = props.shownText ?? options.find((option) => option.value === value)?.label ?? props.valueText ?? value
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => {
        if (next !== null) {
          onChange(next)
        }
      }}
    >
      <Base.Trigger aria-label={`${label}: ${shown}`} className={`${pickStyles} ${className}`}>
        {props.isLabelHidden ? null : (
          <span className={`text-unit text-text-3 ${props.isLabelCollapsible ? 'max-[1100px]:sr-only' : ''}`}>
            {label}
          </span>
        )}
        <span className="truncate">{shown}</span>
        <ChevronDown aria-hidden size={12} className="shrink-0 text-text-3" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="start" alignItemWithTrigger={false} className="z-50">
          <Base.Popup className={`${popupStyles} min-w-[var(--anchor-width)]`}>
            {options.map((option) => (
              <Base.Item key={option.value} value={option.value} className={popupItemStyles}>
                <span className="w-4">
                  <Base.ItemIndicator>
                    <Check aria-hidden size={14} className="text-accent" />
                  </Base.ItemIndicator>
                </span>
                <Base.ItemText>{option.label}</Base.ItemText>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

'use client'

import { Menu } from '@base-ui/react/menu'
import { Check, ChevronDown } from 'lucide-react'
import { pickStyles, popupItemStyles, popupStyles } from './popup-styles.ts'

export interface CheckboxMenuProps<T extends string> {
  label: string
  /** What the closed box says; by default the labels of what is checked. */
  summary?: string
  items: readonly { value: T; label: string; checked: boolean }[]
  onToggle: (value: T, checked: boolean) => void
  className?: string
}

/** A pick box of which several may be chosen; stays open while choosing. */
export function CheckboxMenu<T extends string>({
  label,
  summary,
  items,
  onToggle,
  className = '',
}: CheckboxMenuProps<T>) {
  const checked = items.filter((item) => item.checked)
  const shown = summary ?? (checked.length === 0 ? '–' : checked.map((item) => item.label).join(', '))
  return (
    <Menu.Root>
      <Menu.Trigger aria-label={`${label}: ${shown}`} className={`${pickStyles} ${className}`}>
        <span className="text-unit text-text-3">{label}</span>
        <span className="truncate">{shown}</span>
        <ChevronDown aria-hidden size={12} className="shrink-0 text-text-3" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="start" className="z-50">
          <Menu.Popup className={`${popupStyles} min-w-[var(--anchor-width)]`}>
            {items.map((item) => (
              <Menu.CheckboxItem
                key={item.value}
                checked={item.checked}
                closeOnClick={false}
                onCheckedChange={(next) => onToggle(item.value, next)}
                className={popupItemStyles}
              >
                <span className="flex size-4 items-center justify-center rounded-sm border border-line-strong">
                  <Menu.CheckboxItemIndicator>
                    <Check aria-hidden size={12} className="text-accent" />
                  </Menu.CheckboxItemIndicator>
                </span>
                {item.label}
              </Menu.CheckboxItem>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

'use client'

import { Menu } from '@base-ui/react/menu'
import type { ReactNode } from 'react'
import { pickStyles, popupItemStyles, popupStyles } from './popup-styles.ts'

export interface MenuAction {
  key: string
  label: string
  /** A key that does the same, or nothing. */
  keyCap?: ReactNode
  isDisabled?: boolean
  onChoose: () => void
}

export interface ActionMenuProps {
  label: string
  icon: ReactNode
  actions: readonly MenuAction[]
}

/** A button that opens a list of things to do. */
export function ActionMenu({ label, icon, actions }: ActionMenuProps) {
  return (
    <Menu.Root>
      <Menu.Trigger aria-label={label} title={label} className={`${pickStyles} w-7 justify-center px-0!`}>
        {icon}
      </Menu.Trigger>
      <Popup actions={actions} />
    </Menu.Root>
  )
}

export interface MenuAtProps {
  label: string
  /** Where on the page it opens. */
  at: { x: number; y: number }
  actions: readonly MenuAction[]
  onClose: () => void
}

/** A list of things to do, opened at a point: what a right click asks for. */
export function MenuAt({ label, at, actions, onClose }: MenuAtProps) {
  const anchor = { getBoundingClientRect: () => new DOMRect(at.x, at.y, 0, 0) }
  return (
    <Menu.Root open modal={false} onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Popup label={label} anchor={anchor} actions={actions} />
    </Menu.Root>
  )
}

interface PopupProps {
  label?: string
  anchor?: { getBoundingClientRect: () => DOMRect }
  actions: readonly MenuAction[]
}

function Popup({ label, anchor, actions }: PopupProps) {
  return (
    <Menu.Portal>
      <Menu.Positioner sideOffset={anchor === undefined ? 4 : 0} align="start" anchor={anchor} className="z-50">
        <Menu.Popup aria-label={label} className={`${popupStyles} min-w-44`}>
          {actions.map(({ key, label: text, keyCap, isDisabled = false, onChoose }) => (
            <Menu.Item key={key} disabled={isDisabled} onClick={onChoose} className={`${popupItemStyles} px-3!`}>
              {text}
              {keyCap === undefined ? null : <span className="ml-auto pl-4">{keyCap}</span>}
            </Menu.Item>
          ))}
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  )
}

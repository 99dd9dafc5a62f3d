'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode, RefObject } from 'react'

export interface DialogProps {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  title: string
  closeLabel: string
  /** What takes the keyboard when it opens; by default the first thing that can. */
  initialFocus?: RefObject<HTMLElement | null>
  children: ReactNode
}

export function Dialog({ isOpen, onOpenChange, title, closeLabel, initialFocus, children }: DialogProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/30" />
        <Base.Popup
          initialFocus={initialFocus}
          className="fixed top-[12vh] left-1/2 z-50 max-h-[76vh] w-[min(560px,calc(100vw-32px))] -translate-x-1/2 overflow-y-auto rounded-md border border-line bg-surface text-text shadow-float outline-none"
        >
          <header className="flex h-10 items-center border-b border-line px-4">
            <Base.Title className="text-title font-semibold">{title}</Base.Title>
            <Base.Close
              aria-label={closeLabel}
              className="ml-auto size-7 cursor-pointer rounded-md text-text-3 hover:bg-sunken hover:text-text"
            >
              ×
            </Base.Close>
          </header>
          <div className="px-4 py-3">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

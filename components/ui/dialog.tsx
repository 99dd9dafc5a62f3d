'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode, RefObject } from 'react'

export interface DialogProps {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  title: string
  /** Small muted words under the title. */
  hint?: ReactNode
  closeLabel: string
  /** Room for two columns; the content goes from edge to edge. */
  isWide?: boolean
  /** What takes the keyboard when it opens; by default the first thing that can. */
  initialFocus?: RefObject<HTMLElement | null>
  children: ReactNode
}

export function Dialog(props: DialogProps) {
  const { isOpen, onOpenChange, title, hint, closeLabel, isWide = false, initialFocus, children } = props
  const size = isWide
    ? 'top-[6vh] max-h-[88vh] w-[min(760px,calc(100vw-32px))]'
    : 'top-[12vh] max-h-[76vh] w-[min(560px,calc(100vw-32px))]'
  return (
    <Base.Root open={isOpen} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/30" />
        <Base.Popup
          initialFocus={initialFocus}
          className={`fixed left-1/2 z-50 -translate-x-1/2 overflow-y-auto rounded-md border border-line bg-surface text-text shadow-float outline-none ${size}`}
        >
          <header className="flex min-h-10 items-center border-b border-line px-4 py-1">
            <div className="min-w-0">
              <Base.Title className="text-title font-semibold [overflow-wrap:anywhere]">{title}</Base.Title>
              {hint === undefined ? null : <Base.Description className="pb-1 text-text-3">{hint}</Base.Description>}
            </div>
            <Base.Close
              aria-label={closeLabel}
              className="ml-auto size-7 shrink-0 cursor-pointer rounded-md text-text-3 hover:bg-sunken hover:text-text"
            >
              ×
            </Base.Close>
          </header>
          <div className={isWide ? '' : 'px-4 py-3'}>{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

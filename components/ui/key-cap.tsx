import type { ReactNode } from 'react'

export function KeyCap({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded-sm border border-line px-1 font-mono text-unit font-medium text-text-3">{children}</kbd>
  )
}

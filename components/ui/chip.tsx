import type { ReactNode } from 'react'

const look = {
  neutral: 'bg-sunken text-text-2',
  failing: 'bg-failing-tint text-failing',
  degraded: 'bg-degraded-tint text-degraded',
  recovered: 'bg-recovered-tint text-recovered',
  purpose: 'bg-purpose-tint text-purpose',
} as const

export type ChipTone = keyof typeof look

export interface ChipProps {
  tone?: ChipTone
  title?: string
  className?: string
  children: ReactNode
}

export function Chip({ tone = 'neutral', title, className = '', children }: ChipProps) {
  return (
    <span
      title={title}
      className={`inline-flex h-5 items-center gap-1 rounded-sm px-1.5 text-label whitespace-nowrap ${look[tone]} ${className}`}
    >
      {children}
    </span>
  )
}

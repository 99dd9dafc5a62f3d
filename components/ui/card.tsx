import type { ReactNode } from 'react'

export interface CardProps {
  title?: ReactNode
  /** Small muted words after the title. */
  hint?: ReactNode
  /** At the right end of the header. */
  aside?: ReactNode
  className?: string
  children: ReactNode
}

export function Card({ title, hint, aside, className = '', children }: CardProps) {
  return (
    <section className={`min-w-0 rounded-md border border-line bg-surface ${className}`}>
      {title ? (
        <header className="flex min-h-9 flex-wrap items-center gap-x-2 border-b border-line px-3 py-1.5">
          <h2 className="font-semibold whitespace-nowrap">{title}</h2>
          {hint ? <span className="min-w-0 truncate text-text-3">{hint}</span> : null}
          {aside ? (
            <span className="ml-auto flex min-w-0 flex-wrap items-center gap-x-3 text-label">{aside}</span>
          ) : null}
        </header>
      ) : null}
      {children}
    </section>
  )
}

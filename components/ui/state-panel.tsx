import type { ReactNode } from 'react'

const look = {
  empty: { glyph: '∅', glyphClass: 'text-text-3', role: 'status' },
  error: { glyph: '!', glyphClass: 'text-failing', role: 'alert' },
  forbidden: { glyph: '⊘', glyphClass: 'text-degraded', role: 'alert' },
} as const

export interface StatePanelProps {
  tone: keyof typeof look
  title: string
  text: string
  /** Technical text a person can select and copy. */
  detail?: string
  action?: ReactNode
  className?: string
}

/** What stands where the content cannot: one sentence why, what can be done, and the detail to copy. */
export function StatePanel({ tone, title, text, detail, action, className = '' }: StatePanelProps) {
  const { glyph, glyphClass, role } = look[tone]
  return (
    <section
      role={role}
      className={`mx-auto grid max-w-[560px] grid-cols-[24px_1fr] gap-x-2 rounded-md border border-line bg-surface px-4 py-4 ${className}`}
    >
      <span aria-hidden className={`text-title font-semibold ${glyphClass}`}>
        {glyph}
      </span>
      <div className="min-w-0">
        <h2 className="text-title font-semibold">{title}</h2>
        <p className="mt-1 text-text-2">{text}</p>
        {detail ? (
          <pre className="mt-3 max-h-40 overflow-auto rounded-sm bg-sunken px-2 py-1.5 font-mono text-label whitespace-pre-wrap text-text-2 select-all">
            {detail}
          </pre>
        ) : null}
        {action ? <div className="mt-3 flex flex-wrap items-center gap-2">{action}</div> : null}
      </div>
    </section>
  )
}

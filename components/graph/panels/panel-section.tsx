import type { ReactNode } from 'react'

export interface PanelSectionProps {
  title: string
  /** Said quietly behind the title. */
  note?: ReactNode
  children: ReactNode
}

/** A titled part of the side panel, ruled off at its top. */
export function PanelSection({ title, note, children }: PanelSectionProps) {
  return (
    <section aria-label={title} className="mt-4">
      <h3 className="px-4 pb-1 font-semibold">
        {title} {note === undefined ? null : <span className="font-normal text-text-3">{note}</span>}
      </h3>
      <div className="border-t border-line">{children}</div>
    </section>
  )
}

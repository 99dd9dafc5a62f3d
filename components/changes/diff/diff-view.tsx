'use client'

import { useTranslations } from 'next-intl'
import type { DiffLine } from './diff-line.ts'

const looks = {
  same: { mark: ' ', className: '' },
  added: { mark: '+', className: 'bg-recovered-tint text-recovered' },
  removed: { mark: '-', className: 'bg-failing-tint text-failing' },
  place: { mark: ' ', className: 'text-text-3' },
} as const

/** Lines of a difference, as everybody knows them. */
export function DiffView({ lines, label }: { lines: readonly DiffLine[]; label: string }) {
  const t = useTranslations('changes.diff')
  return (
    <section aria-label={label}>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-72 overflow-auto bg-sunken py-1.5 font-mono text-label leading-5"
      >
        {lines.map((line, index) =>
          line.kind === 'fold' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a difference never move
            <div key={index} className="px-3 pl-8 font-sans text-text-3">
              {t('folded', { count: line.count })}
            </div>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a difference never move
            <div key={index} className={`flex w-max min-w-full px-3 ${looks[line.kind].className}`}>
              <span className="w-5 shrink-0 whitespace-pre">{looks[line.kind].mark}</span>
              <code className="whitespace-pre">{line.text}</code>
            </div>
          ),
        )}
      </pre>
    </section>
  )
}

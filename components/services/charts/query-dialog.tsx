'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'

export interface QueryDialogProps {
  /** The chart's. */
  title: string
  query: string
}

/** The text the metrics store was asked for a chart, to take along. */
export function QueryDialog({ title, query }: QueryDialogProps) {
  const t = useTranslations('services.charts')
  const words = useTranslations('words.state')
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        onClick={() => setIsOpen(true)}
        aria-label={t('queryOf', { title })}
        className="cursor-pointer text-accent hover:underline"
      >
        PromQL
      </button>
      <Dialog isOpen={isOpen} onOpenChange={setIsOpen} title={t('queryOf', { title })} closeLabel={t('close')}>
        <p className="mb-2 text-text-2">{t('queryText')}</p>
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-[40vh] overflow-auto rounded-sm bg-sunken px-3 py-2 font-mono text-label whitespace-pre-wrap [overflow-wrap:anywhere]"
        >
          {query}
        </pre>
        <div className="mt-3">
          <CopyButton text={query} label={t('copyQuery')} doneLabel={words('copied')} />
        </div>
      </Dialog>
    </>
  )
}

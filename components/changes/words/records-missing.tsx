'use client'

import { useTranslations } from 'next-intl'
import { CopyButton } from '../../ui/copy-button.tsx'

const command = 'kubectl apply -f deploy/crds/changerecords.yaml'

/** Without records nothing is written: the line that brings their kind into the cluster. */
export function RecordsMissing() {
  const t = useTranslations('changes.barrier')
  const words = useTranslations('words.state')
  return (
    <div role="note" className="grid gap-1.5 rounded-sm bg-sunken px-2 py-1.5 text-label">
      <p>
        <span aria-hidden className="font-semibold text-degraded">
          ▲{' '}
        </span>
        {t('notRecorded')}
      </p>
      <p className="flex flex-wrap items-center gap-2">
        <code className="font-mono [overflow-wrap:anywhere]">{command}</code>
        <CopyButton text={command} label={t('copyCommand')} doneLabel={words('copied')} />
      </p>
    </div>
  )
}

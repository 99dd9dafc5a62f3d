'use client'

import { useLocale, useTranslations } from 'next-intl'
import { lazy, Suspense } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { AffectedPart } from './affected-part.tsx'
import { ChecksPart } from './checks-part.tsx'
import { ConflictPart } from './conflict-part.tsx'
import { PreviewFooter } from './preview-footer.tsx'
import type { PreviewState } from './use-preview.ts'

/** Loaded with the first preview: nobody else needs a YAML library. */
const WriteDiffs = lazy(() => import('../diff/write-diffs.tsx').then((module) => ({ default: module.WriteDiffs })))

/** What a change would do, before it does: who is affected, what was checked, the difference, then why and do it. */
export function PreviewDialog({ state }: { state: PreviewState }) {
  const t = useTranslations('changes.preview')
  const { proposal, preview } = state
  if (proposal === undefined) {
    return null
  }
  const { namespace, service, cluster } = proposal.intent
  const place = t('place', { service, namespace, cluster: preview?.split.cluster ?? cluster ?? 'none' })
  return (
    <Dialog
      isOpen
      isWide
      onOpenChange={(isOpen) => (isOpen || state.isApplying ? undefined : state.close())}
      title={proposal.goal}
      hint={place}
      closeLabel={t('close')}
    >
      {preview === undefined ? <Waiting state={state} /> : <Seen state={state} />}
    </Dialog>
  )
}

function Waiting({ state: { problem, isPreviewing, again } }: { state: PreviewState }) {
  const t = useTranslations('changes.preview')
  return problem === undefined || isPreviewing ? (
    <div className="grid gap-2 p-4">
      <Skeleton className="h-4 w-64" label={t('loading')} />
      <Skeleton className="h-4 w-80" />
      <Skeleton className="h-24 w-full" />
    </div>
  ) : (
    <div className="p-4">
      <Problem problem={problem} />
      <button type="button" className="mt-2 cursor-pointer text-accent hover:underline" onClick={again}>
        {t('again')}
      </button>
    </div>
  )
}

function Seen({ state }: { state: PreviewState }) {
  const t = useTranslations('changes.preview')
  const { preview, base, problem, isPreviewing } = state
  if (preview === undefined) {
    return null
  }
  const { writes } = preview
  return (
    <div aria-busy={isPreviewing} className={isPreviewing ? 'opacity-60' : ''}>
      {base === undefined ? null : <ConflictPart base={base} now={preview} />}
      {problem === undefined ? null : (
        <div className="border-b border-line px-4 py-2">
          <Problem problem={problem} />
        </div>
      )}
      <div className="grid min-[720px]:grid-cols-[1.1fr_1fr]">
        <AffectedPart preview={preview} />
        <ChecksPart preview={preview} />
      </div>
      <div className="border-t border-line">
        {writes.length === 0 ? (
          <p className="px-4 py-2 text-text-3">{t('noWrites')}</p>
        ) : (
          <Suspense fallback={<Skeleton className="m-4 h-24" label={t('loading')} />}>
            <WriteDiffs writes={writes.map((write) => ({ ...write, object: write.reference }))} />
          </Suspense>
        )}
      </div>
      <PreviewFooter state={state} preview={preview} />
    </div>
  )
}

function Problem({ problem }: { problem: NonNullable<PreviewState['problem']> }) {
  const locale = useLocale()
  return (
    <div role="alert">
      <p className="text-failing">
        <span aria-hidden>! </span>
        {problem.messages[locale]}
      </p>
      <p className="text-label text-text-3">
        {[`${problem.code} (HTTP ${problem.status})`, problem.requestId]
          .filter((part) => part !== undefined)
          .join(' · ')}
      </p>
    </div>
  )
}

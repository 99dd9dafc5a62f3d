'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { changeQueries } from '#lib/client/queries/changes.ts'
import { isBlocked } from '#lib/domain/changes/change-plan.ts'
import type { ChangePreview } from '#lib/endpoints/changes.ts'
import { Button } from '../../ui/button.tsx'
import { useOwnerText } from '../words/owner-text.ts'
import { QueueLine } from '../words/queue-line.tsx'
import type { PreviewState } from './use-preview.ts'

const CopyYaml = lazy(() => import('../diff/copy-yaml.tsx').then((module) => ({ default: module.CopyYaml })))

/** Why, then do it. Where a tool keeps the object the YAML is the offer, and writing needs its own reason. */
export function PreviewFooter({ state, preview }: { state: PreviewState; preview: ChangePreview }) {
  const t = useTranslations('changes.preview')
  const ownerText = useOwnerText()
  const [reason, setReason] = useState(preview.intent.reason ?? '')
  const [overrideReason, setOverrideReason] = useState('')
  const [isOverriding, setIsOverriding] = useState(false)
  const { writes, warnings, owners } = preview
  const keeper = owners.find(({ owner }) => owner.verdict === 'propose')?.owner
  const isKept = keeper !== undefined
  const objects = writes.flatMap(({ after }) => after ?? [])
  const mayWrite = writes.length > 0 && warnings.length === 0 && !isBlocked(preview)
  const isReady = mayWrite && !state.isPreviewing && (!isKept || (isOverriding && overrideReason.trim() !== ''))
  return (
    <form
      className="sticky bottom-0 border-t border-line bg-surface px-4 py-2.5"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady && !state.isApplying) {
          state.apply({ reason, overrideReason: isKept ? overrideReason : '' })
        }
      }}
    >
      {isKept && mayWrite ? (
        <div className="mb-2 grid gap-1.5">
          <label className="flex items-start gap-2">
            <input
              type="checkbox"
              className="mt-0.5 accent-[var(--accent)]"
              checked={isOverriding}
              onChange={(event) => setIsOverriding(event.target.checked)}
            />
            <span>{t('override', { owner: ownerText(keeper), when: keeper.undoneWhen ?? 'none' })}</span>
          </label>
          {isOverriding ? (
            <ReasonBox label={t('overrideReason')} value={overrideReason} onChange={setOverrideReason} isRequired />
          ) : null}
        </div>
      ) : null}
      {state.isApplying ? <Queue preview={preview} /> : null}
      <div className="flex flex-wrap items-center gap-2">
        <ReasonBox label={t('reason')} value={reason} onChange={setReason} />
        {objects.length === 0 ? null : (
          <Suspense>
            <CopyYaml objects={objects} />
          </Suspense>
        )}
        <Button onClick={state.close} disabled={state.isApplying}>
          {t('cancel')}
        </Button>
        <Button type="submit" variant="primary" disabled={!isReady || state.isApplying}>
          {state.isApplying ? t('applying') : (state.proposal?.goal ?? '')}
        </Button>
      </div>
    </form>
  )
}

const queueRefreshMs = 1_000

/** While a write waits for its turn: behind what. */
function Queue({ preview: { split } }: { preview: ChangePreview }) {
  const { cluster, namespace, service } = split
  const place = { cluster, namespace, name: service }
  const { data } = useQuery({ ...changeQueries.split(place), refetchInterval: queueRefreshMs })
  return data === undefined ? null : <QueueLine queue={data.queue} />
}

interface ReasonBoxProps {
  label: string
  value: string
  isRequired?: boolean
  onChange: (text: string) => void
}

function ReasonBox({ label, value, isRequired = false, onChange }: ReasonBoxProps) {
  return (
    <input
      aria-label={label}
      placeholder={label}
      required={isRequired}
      maxLength={1000}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="h-7 min-w-48 flex-1 rounded-md border border-line bg-surface px-2.5 placeholder:text-text-3 hover:border-line-strong"
    />
  )
}

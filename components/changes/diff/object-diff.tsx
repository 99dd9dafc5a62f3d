'use client'

import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { FieldChange, PlannedWrite } from '#lib/domain/changes/change-plan.ts'
import type { ObjectReference } from '#lib/domain/mesh/kubernetes-object.ts'
import { DiffView } from './diff-view.tsx'
import { fieldLines, objectLines } from './object-lines.ts'

export interface ObjectDiffProps {
  verb: PlannedWrite['verb']
  object: ObjectReference
  /** Place among all writes, from 1, and how many there are. */
  step: number
  steps: number
  /** The object whole, where it is at hand; else what is different. */
  whole?: Pick<PlannedWrite, 'before' | 'after'>
  fields: readonly FieldChange[]
}

/** What one write makes of one object. */
export function ObjectDiff({ verb, object, step, steps, whole, fields }: ObjectDiffProps) {
  const t = useTranslations('changes.diff')
  const lines = useMemo(
    () => (whole === undefined ? fieldLines(fields) : objectLines(whole.before, whole.after)),
    [whole, fields],
  )
  const title = t(`verb.${verb}`, { object: `${object.kind} ${object.namespace}/${object.name}` })
  return (
    <section>
      <h3 className="flex items-baseline gap-2 px-4 py-1.5 font-medium">
        {steps > 1 ? <span className="text-text-3">{t('step', { step, steps })}</span> : null}
        <span className="[overflow-wrap:anywhere]">{title}</span>
      </h3>
      <DiffView lines={lines} label={title} />
    </section>
  )
}

'use client'

import { useMemo } from 'react'
import type { FieldChange } from '#lib/domain/changes/change-plan.ts'
import { DiffView } from './diff-view.tsx'
import { fieldLines } from './object-lines.ts'

export interface FieldDiffProps {
  label: string
  fields: readonly FieldChange[]
  /** Said where nothing is different. */
  none: string
}

/** What is different, field by field. */
export function FieldDiff({ label, fields, none }: FieldDiffProps) {
  const lines = useMemo(() => fieldLines(fields), [fields])
  return lines.length === 0 ? <p className="px-4 py-1 text-text-3">{none}</p> : <DiffView lines={lines} label={label} />
}

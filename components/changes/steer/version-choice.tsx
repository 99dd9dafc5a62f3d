'use client'

import { useTranslations } from 'next-intl'
import type { ServiceSplit } from '#lib/domain/changes/service-split.ts'
import { Select } from '../../ui/select.tsx'

export const fieldStyles =
  'h-7 min-w-0 rounded-md border border-line bg-surface px-2 placeholder:text-text-3 hover:border-line-strong'

export interface VersionChoiceProps {
  versions: ServiceSplit['versions']
  value: string
  onChange: (version: string) => void
}

/** One of the versions that run. */
export function VersionChoice({ versions, value, onChange }: VersionChoiceProps) {
  const t = useTranslations('changes.steer')
  return (
    <Select
      label={t('version')}
      value={value}
      options={versions.map(({ version }) => ({ value: version, label: version }))}
      onChange={onChange}
    />
  )
}

'use client'

import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { KubernetesObject } from '#lib/domain/mesh/kubernetes-object.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { writtenYaml } from './object-lines.ts'

/** Takes the objects along as they would be written, for whoever keeps them in a repository. */
export function CopyYaml({ objects }: { objects: readonly KubernetesObject[] }) {
  const t = useTranslations('changes.diff')
  const words = useTranslations('words.state')
  const text = useMemo(() => objects.map(writtenYaml).join('---\n'), [objects])
  return <CopyButton text={text} label={t('copyYaml')} doneLabel={words('copied')} />
}

'use client'

import { useTranslations } from 'next-intl'
import type { OwnedObject } from '#lib/domain/changes/ownership.ts'
import { useOwnerText } from '../words/owner-text.ts'

/** A tool that writes the object back from its own source: changes are proposed to it, or written with a reason. */
export function KeeperLine({ owners }: { owners: readonly OwnedObject[] }) {
  const t = useTranslations('changes.barrier')
  const ownerText = useOwnerText()
  const kept = owners.find(({ owner }) => owner.verdict === 'propose')
  return kept === undefined ? null : (
    <p role="note" className="rounded-sm bg-degraded-tint px-2 py-1.5 text-label text-degraded">
      <span aria-hidden>▲ </span>
      {t('kept', {
        owner: ownerText(kept.owner),
        object: `${kept.object.kind} ${kept.object.namespace}/${kept.object.name}`,
        when: kept.owner.undoneWhen ?? 'none',
      })}
    </p>
  )
}

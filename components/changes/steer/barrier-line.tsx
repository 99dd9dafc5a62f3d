'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { serviceObjectHref } from '#lib/client/hrefs.ts'
import { rbacRules } from '#lib/client/rbac-rules.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { ServiceSplit } from '#lib/domain/changes/service-split.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { useOwnerText } from '../words/owner-text.ts'
import { RecordsMissing } from '../words/records-missing.tsx'
import type { WriteBarrier } from './write-barrier.ts'

/** Why nothing can be changed here, and what would open the way. */
export function BarrierLine({ barrier, split }: { barrier: WriteBarrier; split: ServiceSplit }) {
  const t = useTranslations('changes.barrier')
  const words = useTranslations('words.state')
  const ownerText = useOwnerText()
  const { scope } = useScopeUrl()
  if (barrier.kind === 'not-recorded') {
    return <RecordsMissing />
  }
  if (barrier.kind === 'forbidden') {
    const rights = barrier.missing.map(({ verb, ...right }) => ({ ...right, verbs: [verb] }))
    const [first] = barrier.missing
    return (
      <div role="note" className="grid gap-1 rounded-sm bg-sunken px-2 py-1.5 text-label">
        <p>
          <span aria-hidden className="font-semibold text-degraded">
            ⊘{' '}
          </span>
          {t('forbidden', {
            verb: first?.verb ?? '',
            resource: first === undefined ? '' : [first.resource, first.group].filter((part) => part !== '').join('.'),
            namespace: first?.namespace ?? '',
          })}
        </p>
        <p>
          <CopyButton text={rbacRules(rights)} label={t('copyRule')} doneLabel={words('copied')} />
        </p>
      </div>
    )
  }
  const { object, owner } = barrier.owned
  const place = { cluster: split.cluster, namespace: split.namespace, name: split.service }
  return (
    <p role="note" className="rounded-sm bg-sunken px-2 py-1.5 text-label">
      <span aria-hidden className="font-semibold text-degraded">
        ⊘{' '}
      </span>
      {t('readOnly', { owner: ownerText(owner) })}{' '}
      <Link scroll={false} className="text-accent hover:underline" href={serviceObjectHref(scope, place, object)}>
        {object.kind} {object.namespace}/{object.name}
      </Link>
    </p>
  )
}

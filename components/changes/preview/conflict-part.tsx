'use client'

import { useTranslations } from 'next-intl'
import { lazy, Suspense, useMemo } from 'react'
import type { ChangePreview } from '#lib/endpoints/changes.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { movedObjects } from './three-way.ts'

const FieldDiff = lazy(() => import('../diff/field-diff.tsx').then((module) => ({ default: module.FieldDiff })))

/** Somebody else wrote meanwhile: what they did and what was meant, on what both began with. */
export function ConflictPart({ base, now }: { base: ChangePreview; now: ChangePreview }) {
  const t = useTranslations('changes.conflict')
  const moved = useMemo(() => movedObjects(base.writes, now.writes), [base, now])
  return (
    <section role="alert" className="border-b border-line bg-degraded-tint/40">
      <div className="px-4 py-2">
        <h3 className="font-semibold text-degraded">▲ {t('title')}</h3>
        <p className="text-text-2">{t('text')}</p>
      </div>
      {moved.map(({ object, mine, theirs }) => (
        <div key={`${object.kind} ${object.namespace}/${object.name}`} className="border-t border-line">
          <h4 className="px-4 py-1 font-medium">
            {object.kind} {object.namespace}/{object.name}
          </h4>
          <Suspense fallback={<Skeleton className="m-4 h-10" label={t('title')} />}>
            <div className="grid min-[720px]:grid-cols-2">
              <div className="min-w-0">
                <p className="px-4 text-label text-text-3">{t('theirs')}</p>
                <FieldDiff label={t('theirs')} fields={theirs} none={t('nothing')} />
              </div>
              <div className="min-w-0">
                <p className="px-4 text-label text-text-3">{t('mine')}</p>
                <FieldDiff label={t('mine')} fields={mine} none={t('nothing')} />
              </div>
            </div>
          </Suspense>
        </div>
      ))}
    </section>
  )
}

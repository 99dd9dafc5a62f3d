'use client'

import { useTranslations } from 'next-intl'
import { Skeleton } from '../../ui/skeleton.tsx'

const columns = [1, 3, 2] as const

/** The shape of a graph to come: toolbar, boxes, cards. */
export function GraphSkeleton({ isArranging = false }: { isArranging?: boolean }) {
  const t = useTranslations('graph.status')
  return (
    <div className="flex h-full flex-col">
      {isArranging ? null : (
        <div className="flex h-10 shrink-0 items-center gap-2 border-b border-line px-3">
          <Skeleton className="h-6 w-28" />
          <Skeleton className="h-6 w-44" />
          <Skeleton className="h-6 w-60" />
        </div>
      )}
      <div className="flex flex-1 items-center justify-center gap-16">
        {columns.map((cards, column) => (
          <div key={cards} className="flex flex-col gap-6">
            {Array.from({ length: cards }, (_, index) => `${column}-${index}`).map((key) => (
              <Skeleton
                key={key}
                className="h-10 w-36"
                {...(key === '0-0' ? { label: t(isArranging ? 'arranging' : 'loading') } : {})}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}

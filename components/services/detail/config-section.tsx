'use client'

import type { ReactNode } from 'react'
import type { ServiceDetail } from '#lib/endpoints/services.ts'
import { ReadinessCard } from '../findings/readiness-card.tsx'
import { ObjectCard } from '../objects/object-card.tsx'
import { ObjectList } from '../objects/object-list.tsx'
import { useShownObject } from '../objects/object-param.ts'

export interface ConfigSectionProps extends Pick<ServiceDetail, 'node' | 'objects' | 'findings'> {
  pods: ReactNode
  className: string
}

/** Pods, readiness and the objects that act on it; the object that was chosen stands below as it is written. */
export function ConfigSection({ node, objects, findings, pods, className }: ConfigSectionProps) {
  const shown = useShownObject()
  return (
    <div
      className={`mt-2 grid grid-cols-[minmax(0,1fr)] items-start gap-3 min-[1200px]:grid-cols-[minmax(0,2fr)_minmax(0,1fr)] ${className}`}
    >
      <div className="grid gap-3">
        {pods}
        <ReadinessCard findings={findings} />
      </div>
      <ObjectList objects={objects} />
      {shown === undefined ? null : (
        <div className="min-[1200px]:col-span-2">
          <ObjectCard cluster={node.cluster} shown={shown} />
        </div>
      )}
    </div>
  )
}

'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Ref } from 'react'
import type { Scope } from '#lib/domain/graph/scope.ts'
import type { GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { EdgePanel } from './edge-panel.tsx'
import { endsOf } from './graph-view.ts'
import { NodePanel } from './node-panel.tsx'

export interface SidePanelProps {
  ref?: Ref<HTMLElement>
  scope: Scope
  snapshot: GraphSnapshot
  selected: string
  isStale: boolean
  onSelect: (id: string | undefined) => void
  onFocus: (id: string) => void
}

/** What is known of the chosen node or call. The address keeps the choice, also of what is not in the graph just now. */
export function SidePanel({ ref, scope, snapshot, selected, isStale, onSelect, onFocus }: SidePanelProps) {
  const t = useTranslations('graph.panel')
  const node = snapshot.nodes.find(({ id }) => id === selected)
  const edge = snapshot.edges.find(({ id }) => id === selected)
  const ends = edge === undefined ? undefined : endsOf(snapshot, edge)
  return (
    <aside
      ref={ref}
      aria-label={t('label')}
      className="relative z-20 w-[360px] shrink-0 overflow-x-hidden overflow-y-auto border-l border-line bg-surface max-[1199px]:absolute max-[1199px]:inset-y-0 max-[1199px]:right-0 max-[1199px]:shadow-float"
    >
      <button
        type="button"
        aria-label={t('close')}
        title={`${t('close')}  Esc`}
        onClick={() => onSelect(undefined)}
        className="absolute top-2 right-2 flex size-7 cursor-pointer items-center justify-center rounded-md text-text-3 hover:bg-sunken hover:text-text"
      >
        <X aria-hidden size={14} />
      </button>
      <div className={isStale ? 'opacity-60' : ''}>
        {node !== undefined ? (
          <NodePanel scope={scope} snapshot={snapshot} node={node} onSelect={onSelect} onFocus={onFocus} />
        ) : edge !== undefined && ends?.source !== undefined && ends.target !== undefined ? (
          <EdgePanel edge={edge} source={ends.source} target={ends.target} onSelect={onSelect} />
        ) : (
          <p className="p-4 pr-10 text-text-2">{t('gone')}</p>
        )}
      </div>
    </aside>
  )
}

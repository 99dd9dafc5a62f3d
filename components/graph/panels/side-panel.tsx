'use client'

import { X } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import type { Ref } from 'react'
import type { ChosenPanelProps } from './chosen-panel.tsx'
import { PanelWidthHandle, usePanelWidth } from './panel-width.tsx'

const ChosenPanel = dynamic(() => import('./chosen-panel.tsx').then(({ ChosenPanel: Panel }) => Panel), { ssr: false })

export interface SidePanelProps extends ChosenPanelProps {
  ref?: Ref<HTMLElement>
  isStale: boolean
}

/** What is known of the chosen node, call or box. The address keeps the choice, also of what is not in the graph just now. */
export function SidePanel(props: SidePanelProps) {
  const t = useTranslations('graph.panel')
  const size = usePanelWidth()
  return (
    <aside
      ref={props.ref}
      aria-label={t('label')}
      style={{ width: size.width }}
      className="relative z-20 max-w-full shrink-0 border-l border-line bg-surface max-[1199px]:absolute max-[1199px]:inset-y-0 max-[1199px]:right-0 max-[1199px]:shadow-float"
    >
      <PanelWidthHandle {...size} />
      <button
        type="button"
        aria-label={t('close')}
        title={`${t('close')}  Esc`}
        onClick={() => props.onSelect(undefined)}
        className="absolute top-2 right-2 z-10 flex size-7 cursor-pointer items-center justify-center rounded-md text-text-3 hover:bg-sunken hover:text-text"
      >
        <X aria-hidden size={14} />
      </button>
      <div className={`h-full overflow-x-hidden overflow-y-auto ${props.isStale ? 'opacity-60' : ''}`}>
        <ChosenPanel {...props} />
      </div>
    </aside>
  )
}

'use client'

import { Maximize2, Minus, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { zoomFactor } from '../layout/viewport.ts'

export interface ZoomButtonsProps {
  onFit: () => void
  onZoom: (factor: number) => void
}

/** In a corner of the picture: closer, farther, all of it. */
export function ZoomButtons({ onFit, onZoom }: ZoomButtonsProps) {
  const t = useTranslations('graph.view')
  return (
    <div className="absolute right-3 bottom-10 z-10 flex flex-col overflow-hidden rounded-md border border-line bg-surface">
      <ZoomButton label={t('zoomIn')} cap="+" onClick={() => onZoom(zoomFactor)}>
        <Plus aria-hidden size={14} />
      </ZoomButton>
      <ZoomButton label={t('zoomOut')} cap="-" onClick={() => onZoom(1 / zoomFactor)}>
        <Minus aria-hidden size={14} />
      </ZoomButton>
      <ZoomButton label={t('fit')} cap="0" onClick={onFit}>
        <Maximize2 aria-hidden size={13} />
      </ZoomButton>
    </div>
  )
}

interface ZoomButtonProps {
  label: string
  cap: string
  onClick: () => void
  children: ReactNode
}

function ZoomButton({ label, cap, onClick, children }: ZoomButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={`${label}  ${cap}`}
      onClick={onClick}
      className="flex size-7 cursor-pointer items-center justify-center -outline-offset-2 not-first:border-t not-first:border-line hover:bg-sunken"
    >
      {children}
    </button>
  )
}

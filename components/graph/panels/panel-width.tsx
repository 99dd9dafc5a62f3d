'use client'

import { useTranslations } from 'next-intl'
import { type KeyboardEvent, type PointerEvent, useState } from 'react'

const widths = { least: 300, usual: 360, most: 640, step: 20 } as const
const storedAs = 'exantas.graph.panel-width'

export interface PanelWidth {
  width: number
  setWidth: (width: number) => void
}

/** How wide the side panel is; this browser remembers it. */
export function usePanelWidth(): PanelWidth {
  const [width, setWidth] = useState(storedWidth)
  return {
    width,
    setWidth: (wanted) => {
      const next = bounded(wanted)
      setWidth(next)
      window.localStorage.setItem(storedAs, String(next))
    },
  }
}

function storedWidth(): number {
  const stored = typeof window === 'undefined' ? null : window.localStorage.getItem(storedAs)
  return stored === null ? widths.usual : bounded(Number(stored))
}

function bounded(width: number): number {
  return Number.isFinite(width) ? Math.round(Math.min(widths.most, Math.max(widths.least, width))) : widths.usual
}

/** The panel's left edge: drag it, or move it with the arrow keys. */
export function PanelWidthHandle({ width, setWidth }: PanelWidth) {
  const t = useTranslations('graph.panel')
  const onKeyDown = (event: KeyboardEvent) => {
    const next: Record<string, number> = {
      ArrowLeft: width + widths.step,
      ArrowRight: width - widths.step,
      Home: widths.least,
      End: widths.most,
    }
    const wanted = next[event.key]
    if (wanted !== undefined) {
      event.preventDefault()
      event.stopPropagation()
      setWidth(wanted)
    }
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) {
      setWidth((event.currentTarget.parentElement?.getBoundingClientRect().right ?? 0) - event.clientX)
    }
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a splitter that can be moved is a separator with a value, which hr is not
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t('width')}
      aria-valuenow={width}
      aria-valuemin={widths.least}
      aria-valuemax={widths.most}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      className="absolute inset-y-0 left-0 z-10 w-1.5 cursor-col-resize touch-none hover:bg-line focus-visible:bg-accent"
    />
  )
}

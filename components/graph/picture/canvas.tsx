'use client'

import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import type { GraphLayout, Pins, Point } from '../layout/graph-layout.ts'
import type { GraphView, PictureCaption } from '../view/graph-view.ts'
import { Stage } from './stage.ts'

export interface GraphCanvasHandle {
  /** Shows all that is drawn. */
  fitAll(): void
  zoomBy(factor: number): void
  /** Moves a node, the middle of a call, or a box by its `boxId` to the middle of the picture. */
  centreOn(id: string): void
  /** The whole picture on the theme's ground, whatever is in sight, with the caption under it. */
  exportPng(caption: PictureCaption): Promise<Blob>
  /** Moves a node or both ends of a call into sight, no further than needed, where `covered` pixels on the right are hidden. */
  reveal(id: string, covered: number): void
  /** As `reveal`, and as long as nobody moved the picture closer, with its neighbours, where the whole is too small to read. */
  frame(id: string, covered: number): void
}

export interface GraphCanvasProps {
  view: GraphView
  layout: GraphLayout
  selected?: string | undefined
  /** Read aloud in place of the picture. */
  summary: string
  onSelect: (id: string | undefined) => void
  onFocus: (id: string) => void
  /** Right click on a node, a call or a box (`boxId`), and where in the window; undefined: on the ground. */
  onMenu?: ((id: string | undefined, at: Point) => void) | undefined
  /** Cards somebody moved: they stay there. */
  pins?: Pins | undefined
  /** A card was dragged to a place of the model. Absent: cards cannot be dragged. */
  onPin?: ((id: string, at: Point) => void) | undefined
  /** The first picture at final positions stands and answers the pointer. */
  onDrawn: () => void
  ref?: Ref<GraphCanvasHandle>
}

const noPins: Pins = {}

/** The graph as a picture. It draws what it is told: numbers change in place, only a new layout moves anything. */
export function GraphCanvas(props: GraphCanvasProps) {
  const { view, layout, selected, summary, pins = noPins, onSelect, onFocus, onMenu, onPin, onDrawn, ref } = props
  const holder = useRef<HTMLDivElement>(null)
  const stage = useRef<Stage | undefined>(undefined)
  const events = useRef({ onSelect, onFocus, onMenu, onPin, onDrawn })
  useEffect(() => {
    events.current = { onSelect, onFocus, onMenu, onPin, onDrawn }
  }, [onSelect, onFocus, onMenu, onPin, onDrawn])

  useEffect(() => {
    if (holder.current === null) {
      return
    }
    const made = new Stage(holder.current, () => events.current)
    stage.current = made
    return () => {
      stage.current = undefined
      made.destroy()
    }
  }, [])

  useEffect(() => stage.current?.show({ view, layout, selected, pins }), [view, layout, selected, pins])
  useImperativeHandle(
    ref,
    () => ({
      fitAll: () => stage.current?.fitAll(),
      zoomBy: (factor) => stage.current?.zoomBy(factor),
      centreOn: (id) => stage.current?.centreOn(id),
      exportPng: (caption) => stage.current?.exportPng(caption) ?? Promise.reject(new Error('no picture')),
      reveal: (id, covered) => stage.current?.reveal(id, covered),
      frame: (id, covered) => stage.current?.frame(id, covered),
    }),
    [],
  )
  return <div ref={holder} role="img" aria-label={summary} className="absolute inset-0 overflow-hidden" />
}

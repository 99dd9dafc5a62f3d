'use client'

import { useEffect, useRef, useState } from 'react'
import type { GraphLayout, LayoutInput } from './graph-layout.ts'
import type { GraphView } from './graph-view.ts'
import type { LayoutAnswer, LayoutRequest } from './layout.worker.ts'

export interface LayoutState {
  /** The last layout finished: while a new one is made, what is known stays where it was. */
  layout?: GraphLayout
  /** The worker could not be started or broke. */
  hasFailed: boolean
}

const mostRemembered = 12

/** Positions for a view, made in a worker and only when its topology changes; a topology seen before is at hand at once. */
export function useGraphLayout(view: GraphView | undefined): LayoutState {
  const worker = useRef<Worker | undefined>(undefined)
  const remembered = useRef(new Map<string, GraphLayout>())
  const wanted = useRef('')
  const [state, setState] = useState<LayoutState>({ hasFailed: false })

  useEffect(() => {
    const made = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' })
    worker.current = made
    made.addEventListener('message', ({ data: { key, layout } }: MessageEvent<LayoutAnswer>) => {
      remember(remembered.current, key, layout)
      if (key === wanted.current) {
        setState({ layout, hasFailed: false })
      }
    })
    made.addEventListener('error', () => setState((before) => ({ ...before, hasFailed: true })))
    return () => {
      worker.current = undefined
      wanted.current = ''
      made.terminate()
    }
  }, [])

  useEffect(() => {
    if (view === undefined) {
      return
    }
    const input = topologyOf(view)
    const key = keyOf(input)
    if (key === wanted.current) {
      return
    }
    wanted.current = key
    const known = remembered.current.get(key)
    if (known !== undefined) {
      setState({ layout: known, hasFailed: false })
      return
    }
    worker.current?.postMessage({ key, input } satisfies LayoutRequest)
  }, [view])
  return state
}

function topologyOf({ nodes, edges }: GraphView): LayoutInput {
  return {
    nodes: nodes.map(({ id, box }) => ({ id, box })),
    edges: edges.map(({ id, source, target }) => ({ id, source, target })),
  }
}

function keyOf({ nodes, edges }: LayoutInput): string {
  return `${nodes.map(({ id, box }) => `${id}\t${box}`).join('\n')}\f${edges.map(({ id }) => id).join('\n')}`
}

function remember(layouts: Map<string, GraphLayout>, key: string, layout: GraphLayout) {
  const [oldest] = layouts.keys()
  if (layouts.size >= mostRemembered && oldest !== undefined) {
    layouts.delete(oldest)
  }
  layouts.set(key, layout)
}

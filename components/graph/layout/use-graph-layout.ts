'use client'

import { useEffect, useRef, useState } from 'react'
import type { GraphView } from '../view/graph-view.ts'
import type { ArrangedGraph, GraphLayout, LayoutInput } from './graph-layout.ts'
import type { LayoutAnswer, LayoutRequest } from './layout.worker.ts'
import { takeLayoutWorker } from './ready-worker.ts'

export interface LayoutState {
  /** The last layout finished: while a new one is made, what is known stays where it was. */
  layout?: GraphLayout
  /** The worker could not be started or broke. */
  hasFailed: boolean
}

/** What is asked for, counted so that a late answer is told from the latest. */
interface Wanted {
  request: number
  input: LayoutInput
}

const mostRemembered = 12

/** Positions for a view, made in a worker and only when its topology changes; a topology seen before is at hand at once. */
export function useGraphLayout(view: GraphView | undefined): LayoutState {
  const worker = useRef<Worker | undefined>(undefined)
  /** The latest last. */
  const remembered = useRef<ArrangedGraph[]>([])
  const wanted = useRef<Wanted | undefined>(undefined)
  const [state, setState] = useState<LayoutState>({ hasFailed: false })

  useEffect(() => {
    const made = takeLayoutWorker()
    worker.current = made
    made.addEventListener('message', ({ data: { request, layout } }: MessageEvent<LayoutAnswer>) => {
      if (wanted.current?.request === request) {
        const { input } = wanted.current
        remembered.current = [...remembered.current.slice(1 - mostRemembered), { input, layout }]
        setState({ layout, hasFailed: false })
      }
    })
    made.addEventListener('error', () => setState((before) => ({ ...before, hasFailed: true })))
    return () => {
      worker.current = undefined
      wanted.current = undefined
      made.terminate()
    }
  }, [])

  useEffect(() => {
    if (view === undefined || (wanted.current !== undefined && isTopologyOf(wanted.current.input, view))) {
      return
    }
    const request = (wanted.current?.request ?? 0) + 1
    const known = remembered.current.find(({ input }) => isTopologyOf(input, view))
    if (known !== undefined) {
      wanted.current = { request, input: known.input }
      remembered.current = [...remembered.current.filter((other) => other !== known), known]
      setState({ layout: known.layout, hasFailed: false })
      return
    }
    const input = topologyOf(view)
    wanted.current = { request, input }
    worker.current?.postMessage({ request, input, before: remembered.current.at(-1) } satisfies LayoutRequest)
  }, [view])
  return state
}

function isTopologyOf(input: LayoutInput, { nodes, edges }: GraphView): boolean {
  return (
    input.nodes.length === nodes.length &&
    input.edges.length === edges.length &&
    input.nodes.every(({ id, box }, index) => nodes[index]?.id === id && nodes[index]?.box === box) &&
    input.edges.every(({ id }, index) => edges[index]?.id === id)
  )
}

function topologyOf({ nodes, edges }: GraphView): LayoutInput {
  return {
    nodes: nodes.map(({ id, box }) => ({ id, box })),
    edges: edges.map(({ id, source, target }) => ({ id, source, target })),
  }
}

'use client'

import { useCallback, useEffect, useMemo, useState } from 'react'
import { z } from 'zod'
import type { Scope } from '#lib/domain/graph/scope.ts'
import type { BoxKind } from '../view/graph-view.ts'
import type { Pins, Point } from './graph-layout.ts'

const StoredPins = z.record(z.string(), z.object({ x: z.number(), y: z.number() }))
const noPins: Pins = {}

export interface PinBoard {
  pins: Pins
  pin: (id: string, at: Point) => void
  unpin: (id: string) => void
  reset: () => void
}

/**
 * Cards somebody moved, kept in this browser for what decides the layout: cluster, namespaces, type of graph and boxes.
 * The same picture in another window or at another time has the same pins.
 */
export function usePins({ cluster, namespaces, type }: Scope, box: BoxKind): PinBoard {
  const storedAs = `exantas.graph.pins ${JSON.stringify([cluster, namespaces, type, box])}`
  const [held, setHeld] = useState<{ storedAs: string; pins: Pins }>({ storedAs: '', pins: noPins })
  useEffect(() => setHeld({ storedAs, pins: readPins(storedAs) }), [storedAs])
  const change = useCallback(
    (changed: (pins: Pins) => Pins) => {
      const pins = changed(readPins(storedAs))
      if (Object.keys(pins).length === 0) {
        window.localStorage.removeItem(storedAs)
      } else {
        window.localStorage.setItem(storedAs, JSON.stringify(pins))
      }
      setHeld({ storedAs, pins })
    },
    [storedAs],
  )
  return useMemo(
    () => ({
      pins: held.storedAs === storedAs ? held.pins : noPins,
      pin: (id, at) => change((pins) => ({ ...pins, [id]: at })),
      unpin: (id) => change((pins) => Object.fromEntries(Object.entries(pins).filter(([pinned]) => pinned !== id))),
      reset: () => change(() => noPins),
    }),
    [held, storedAs, change],
  )
}

function readPins(storedAs: string): Pins {
  try {
    return StoredPins.catch(noPins).parse(JSON.parse(window.localStorage.getItem(storedAs) ?? '{}'))
  } catch {
    return noPins
  }
}

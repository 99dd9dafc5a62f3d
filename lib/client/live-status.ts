'use client'

import { useSyncExternalStore } from 'react'
import type { Notice } from '../domain/notice.ts'
import type { LiveGraph } from './live-graph.ts'

export interface LiveStatus {
  status: LiveGraph['status']
  /** Unix seconds of this browser. */
  receivedAt?: number
  /** Unix seconds: the end of the window shown. */
  takenAt?: number
  notices: Notice[]
}

const silent: LiveStatus = { status: 'connecting', notices: [] }
let current = silent
const listeners = new Set<() => void>()

/** What the page's data says of its own freshness, for the bar above it. */
export function publishLiveStatus(status: LiveStatus | undefined): void {
  current = status ?? silent
  for (const listener of listeners) {
    listener()
  }
}

export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
    () => silent,
  )
}

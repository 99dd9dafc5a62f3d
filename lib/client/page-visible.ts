'use client'

import { useSyncExternalStore } from 'react'

/** Whether anybody can see this tab; hidden tabs ask for nothing. */
export function usePageVisible(): boolean {
  return useSyncExternalStore(
    (listener) => {
      document.addEventListener('visibilitychange', listener)
      return () => document.removeEventListener('visibilitychange', listener)
    },
    () => document.visibilityState === 'visible',
    () => true,
  )
}

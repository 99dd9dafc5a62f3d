'use client'

import { useEffect } from 'react'
import type { Notice } from '../domain/notice.ts'
import { publishLiveStatus } from './live-status.ts'

export interface PolledAnswer {
  data: { takenAt: number; notices: Notice[] } | undefined
  isError: boolean
  dataUpdatedAt: number
}

/** Tells the bar above how fresh a page is that asks again and again; `at` is the moment it is pinned to, if any. */
export function usePolledStatus({ data, isError, dataUpdatedAt }: PolledAnswer, at: number | undefined): void {
  useEffect(() => {
    const fresh = at === undefined ? ('live' as const) : ('past' as const)
    const silent = isError ? ('failed' as const) : ('connecting' as const)
    publishLiveStatus({
      status: data === undefined ? silent : isError ? 'stale' : fresh,
      receivedAt: dataUpdatedAt / 1000,
      takenAt: data?.takenAt,
      notices: data?.notices ?? [],
    })
  }, [data, isError, dataUpdatedAt, at])
  useEffect(() => () => publishLiveStatus(undefined), [])
}

'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import {
  alertsHref,
  changesHref,
  diagnosisHref,
  graphHref,
  overviewHref,
  servicesHref,
  workloadsHref,
} from '#lib/client/hrefs.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import { stepBack, stepForward } from './window-step.ts'

export interface ShellKeyActions {
  openHelp: () => void
  openPalette: () => void
}

const goMs = 1500
const goTo = {
  o: overviewHref,
  t: graphHref,
  s: servicesHref,
  w: workloadsHref,
  d: diagnosisHref,
  c: changesHref,
  a: alertsHref,
} as const

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input, textarea, select, [role="dialog"], [role="menu"]') !== null)
  )
}

/** Keys that work on every page: `g` then a letter, `[` `]` `.` for time, `/` find, `?` help, ⌘K or Ctrl-K palette. */
export function useShellKeys({ openHelp, openPalette }: ShellKeyActions): void {
  const router = useRouter()
  const { scope, setScope } = useScopeUrl()
  const goSince = useRef(Number.NEGATIVE_INFINITY)

  useEffect(() => {
    const actions: Record<string, () => void> = {
      '[': () => setScope({ at: stepBack(scope, Date.now() / 1000) }),
      ']': () => setScope({ at: stepForward(scope, Date.now() / 1000) }),
      '.': () => setScope({ at: undefined }),
      '/': () => document.querySelector<HTMLElement>('[data-find]')?.focus(),
      '?': openHelp,
    }
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        openPalette()
        return
      }
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented || isTyping(event.target)) {
        return
      }
      const isGoing = event.timeStamp - goSince.current < goMs
      goSince.current = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY
      const page = isGoing ? Object.entries(goTo).find(([key]) => key === event.key)?.[1] : undefined
      const action = page === undefined ? actions[event.key] : () => router.push(page(scope))
      if (action !== undefined) {
        event.preventDefault()
        event.stopImmediatePropagation()
        action()
      }
    }
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [scope, setScope, router, openHelp, openPalette])
}

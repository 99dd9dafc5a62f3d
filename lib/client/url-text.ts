'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { useScopeUrl } from './scope-url.ts'

const writeAfterMs = 250

/** A text a person types that lives in the address: shown at once, written when the typing pauses, so no key is lost. */
export function useUrlText(name: string): [string, (text: string) => void] {
  const { param, setParams } = useScopeUrl()
  const stored = param(name) ?? ''
  const [text, setText] = useState(stored)
  const written = useRef(stored)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  useEffect(() => {
    if (timer.current === undefined && stored !== written.current) {
      written.current = stored
      setText(stored)
    }
  }, [stored])
  useEffect(() => () => clearTimeout(timer.current), [])

  const change = useCallback(
    (next: string) => {
      setText(next)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => {
        timer.current = undefined
        written.current = next
        setParams({ [name]: next === '' ? undefined : next })
      }, writeAfterMs)
    },
    [name, setParams],
  )
  return [text, change]
}

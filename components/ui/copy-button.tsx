'use client'

import { useEffect, useState } from 'react'
import { Button } from './button.tsx'

export interface CopyButtonProps {
  text: string
  label: string
  doneLabel: string
}

export function CopyButton({ text, label, doneLabel }: CopyButtonProps) {
  const [isDone, setIsDone] = useState(false)
  useEffect(() => {
    if (!isDone) {
      return
    }
    const timer = setTimeout(() => setIsDone(false), 2000)
    return () => clearTimeout(timer)
  }, [isDone])
  return (
    <Button
      aria-live="polite"
      onClick={() => {
        void navigator.clipboard?.writeText(text).then(() => setIsDone(true))
      }}
    >
      {isDone ? doneLabel : label}
    </Button>
  )
}

'use client'

import { useEffect, useState } from 'react'

export interface SkeletonProps {
  className?: string
  /** Read aloud once it shows. */
  label?: string
}

/** A grey shape of what will stand here; shows only after 300 ms, so that quick answers do not flash. */
export function Skeleton({ className = 'h-4 w-full', label }: SkeletonProps) {
  const [isShown, setIsShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsShown(true), 300)
    return () => clearTimeout(timer)
  }, [])
  return (
    <span
      role={label ? 'status' : undefined}
      aria-hidden={label ? undefined : true}
      className={`block rounded-sm transition-opacity duration-[120ms] ${isShown ? 'bg-line opacity-60' : 'opacity-0'} ${className}`}
    >
      {label && isShown ? <span className="sr-only">{label}</span> : null}
    </span>
  )
}

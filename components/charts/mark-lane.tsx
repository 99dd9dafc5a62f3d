'use client'

import type { Route } from 'next'
import Link from 'next/link'
import { useChartMarks } from './chart-marks.tsx'
import { placeMarks } from './place-marks.ts'

export interface MarkLaneProps {
  /** Unix seconds: the axis above. */
  timestamps: readonly number[]
  formatTime: (unixSeconds: number) => string
}

/** Under a chart's axis: what was done when, each leading to it. The insets are those of the plot above. */
export function MarkLane({ timestamps, formatTime }: MarkLaneProps) {
  const known = useChartMarks()
  const placed = placeMarks(known?.marks ?? [], timestamps)
  if (known === undefined || placed.length === 0) {
    return null
  }
  return (
    <ul aria-label={known.label} className="relative mr-6 mb-1 ml-16 h-4 text-unit leading-4 text-purpose">
      {placed.map(({ fraction, marks }) => {
        const [only] = marks
        const title = marks.map((mark) => `${formatTime(mark.at)} ${mark.title}`).join('\n')
        const isOne = marks.length === 1 && only !== undefined
        return (
          <li
            key={marks.map(({ key }) => key).join(' ')}
            className={`absolute whitespace-nowrap ${fraction > 0.9 ? '-translate-x-full' : fraction < 0.1 ? '' : '-translate-x-1/2'}`}
            style={{ left: `${fraction * 100}%` }}
          >
            <Link
              href={(isOne ? only.href : known.allHref) as Route}
              title={title}
              aria-label={isOne ? title : `${known.severalText(marks.length)}: ${title}`}
              className="hover:underline"
            >
              ◇ {isOne ? formatTime(only.at) : known.severalText(marks.length)}
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

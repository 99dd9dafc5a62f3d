'use client'

import type { ChartSeries } from './chart-series.ts'
import { LegendMark } from './chart-tooltip.tsx'

export interface ChartLegendProps {
  series: readonly ChartSeries[]
  hidden: ReadonlySet<string>
  onToggle: (key: string) => void
}

/** Names of the lines; each is a button that hides its line and brings it back. */
export function ChartLegend({ series, hidden, onToggle }: ChartLegendProps) {
  return (
    <ul className="flex min-w-0 flex-wrap justify-end gap-x-3 text-label text-text-2">
      {series.map((line) => (
        <li key={line.key} className="min-w-0">
          <button
            type="button"
            title={line.label}
            aria-pressed={!hidden.has(line.key)}
            onClick={() => onToggle(line.key)}
            className={`flex max-w-44 cursor-pointer items-center gap-1.5 rounded-sm ${hidden.has(line.key) ? 'text-text-3 line-through' : ''}`}
          >
            <LegendMark series={line} />
            <span className="truncate">{line.label}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

'use client'

import { type ReactNode, useState } from 'react'
import { Card } from '../ui/card.tsx'
import { ChartLegend } from './chart-legend.tsx'
import type { ChartFormat, ChartSeries } from './chart-series.ts'
import { LinePlot } from './line-plot.tsx'
import { MarkLane } from './mark-lane.tsx'

export interface LineChartProps {
  title: string
  /** What the numbers are, after the title. */
  hint?: string
  /** After the legend: what can be done with the chart. */
  actions?: ReactNode
  /** Unix seconds, ascending. */
  timestamps: readonly number[]
  series: readonly ChartSeries[]
  format: ChartFormat
  formatTime: (unixSeconds: number) => string
  /** For quantities whose unit changes with their size; elsewhere the hint says it once. */
  isUnitOnAxis?: boolean
  /** Charts of one `syncId` share their cursor; they must have the same timestamps. */
  syncId?: string
  /** A moment marked in every chart. */
  moment?: number | undefined
  onPick?: (unixSeconds: number) => void
  /** Said in place of the lines when no series has a value. */
  emptyText: string
  /** For those who cannot see the lines. */
  summary: string
  isStale?: boolean
}

/** A panel of lines over time: title, legend, three grid lines, round times, a cursor shared with its neighbours. */
export function LineChart(props: LineChartProps) {
  const { title, hint, timestamps, series, emptyText, summary, isStale = false, actions } = props
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const isEmpty = timestamps.length === 0 || !series.some((line) => line.points.some((point) => point !== null))
  const toggle = (key: string) =>
    setHidden((before) => {
      const after = new Set(before)
      if (!after.delete(key)) {
        after.add(key)
      }
      return after
    })
  return (
    <Card
      title={title}
      hint={hint}
      aside={
        <>
          {isEmpty ? null : <ChartLegend series={series} hidden={hidden} onToggle={toggle} />}
          {actions}
        </>
      }
    >
      <figure role="img" aria-label={summary} className={`h-[160px] px-1 pt-2 ${isStale ? 'opacity-50' : ''}`}>
        {isEmpty ? (
          <p className="flex h-full items-center justify-center pb-2 text-text-3">{emptyText}</p>
        ) : (
          <LinePlot {...props} hidden={hidden} />
        )}
      </figure>
      {isEmpty ? null : <MarkLane timestamps={timestamps} formatTime={props.formatTime} />}
    </Card>
  )
}

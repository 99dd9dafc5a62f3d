'use client'

import { useMemo, useState } from 'react'
import {
  CartesianGrid,
  Line,
  LineChart as RechartsLineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { Card } from '../ui/card.tsx'
import { timeTicks, valueTicks } from './axis-ticks.ts'
import { boundPoints } from './bound-points.ts'
import { ChartLegend } from './chart-legend.tsx'
import type { ChartSeries, ChartValue } from './chart-series.ts'
import { ChartTooltip } from './chart-tooltip.tsx'

export interface LineChartProps {
  title: string
  /** What the numbers are, after the title. */
  hint?: string
  /** Unix seconds, ascending. */
  timestamps: readonly number[]
  series: readonly ChartSeries[]
  format: (value: number | undefined) => ChartValue
  formatTime: (unixSeconds: number) => string
  /** For quantities whose unit changes with their size; elsewhere the hint says it once. */
  isUnitOnAxis?: boolean
  /** Charts of one `syncId` share their cursor; they must have the same timestamps. */
  syncId?: string
  /** Said in place of the lines when no series has a value. */
  emptyText: string
  /** For those who cannot see the lines. */
  summary: string
  isStale?: boolean
}

const maxRows = 360
const axisStyle = { fill: 'var(--text-3)', fontSize: 11 }

function zoneOffsetSeconds(unixSeconds: number): number {
  return -new Date(unixSeconds * 1000).getTimezoneOffset() * 60
}

function hasNeighbour(points: readonly (number | null)[]): boolean {
  return points.some((point, index) => point !== null && (points[index + 1] ?? null) !== null)
}

function peak(series: readonly ChartSeries[]): number {
  let top = 0
  for (const line of series) {
    for (const point of line.points) {
      top = Math.max(top, point ?? 0)
    }
  }
  return top
}

/** A panel of lines over time: title, legend, three grid lines, round times, a cursor shared with its neighbours. */
export function LineChart(props: LineChartProps) {
  const { title, hint, timestamps, series, emptyText, summary, isStale = false } = props
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const shown = useMemo(() => series.filter((line) => !hidden.has(line.key)), [series, hidden])
  const isEmpty = !series.some((line) => line.points.some((point) => point !== null))
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
      aside={isEmpty ? null : <ChartLegend series={series} hidden={hidden} onToggle={toggle} />}
    >
      <figure role="img" aria-label={summary} className={`h-[160px] px-1 pt-2 ${isStale ? 'opacity-50' : ''}`}>
        {isEmpty || timestamps.length === 0 ? (
          <p className="flex h-full items-center justify-center pb-2 text-text-3">{emptyText}</p>
        ) : (
          <Plot {...props} series={shown} />
        )}
      </figure>
    </Card>
  )
}

function Plot({ timestamps, series, format, formatTime, isUnitOnAxis = false, syncId }: LineChartProps) {
  const rows = useMemo(() => boundPoints(timestamps, series, maxRows), [timestamps, series])
  const from = timestamps[0] ?? 0
  const to = timestamps.at(-1) ?? from + 1
  const ticks = valueTicks(peak(series))
  const times = timeTicks(from, to, 6, zoneOffsetSeconds(to))
  const tick = (value: number) => {
    const { value: text, unit } = format(value)
    const short = text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
    return isUnitOnAxis && unit && value > 0 ? `${short} ${unit}` : short
  }
  return (
    <ResponsiveContainer width="100%" height="100%">
      <RechartsLineChart data={rows} syncId={syncId} margin={{ top: 8, right: 20, bottom: 0, left: 0 }}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="t"
          type="number"
          domain={[from, to]}
          ticks={times}
          tickFormatter={formatTime}
          tick={axisStyle}
          tickLine={false}
          axisLine={false}
          height={22}
        />
        <YAxis
          ticks={ticks}
          domain={[0, ticks[2]]}
          tickFormatter={tick}
          tick={axisStyle}
          tickLine={false}
          axisLine={false}
          width={60}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--text-3)', strokeDasharray: '3 3' }}
          wrapperStyle={{ zIndex: 20, outline: 'none' }}
          content={({ active, payload }) => {
            const row = payload?.[0]?.payload
            return active && row ? (
              <ChartTooltip series={series} values={row} time={formatTime(row.t)} format={format} />
            ) : null
          }}
        />
        {series.map((line) => (
          <Line
            key={line.key}
            dataKey={line.key}
            name={line.label}
            type="linear"
            stroke={line.color}
            strokeWidth={1.5}
            strokeDasharray={line.dash}
            dot={hasNeighbour(line.points) ? false : { r: 2, strokeWidth: 0, fill: line.color }}
            activeDot={{ r: 3, strokeWidth: 0 }}
            isAnimationActive={false}
            connectNulls={false}
          />
        ))}
      </RechartsLineChart>
    </ResponsiveContainer>
  )
}

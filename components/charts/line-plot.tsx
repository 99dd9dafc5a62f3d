'use client'

import { useMemo } from 'react'
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { timeTicks, valueTicks } from './axis-ticks.ts'
import { boundPoints, type ChartRow } from './bound-points.ts'
import { useChartMarks } from './chart-marks.tsx'
import { type ChartSeries, lowKey, valueKey } from './chart-series.ts'
import { ChartTooltip } from './chart-tooltip.tsx'
import type { LineChartProps } from './line-chart.tsx'
import { placeMarks } from './place-marks.ts'

export interface LinePlotProps
  extends Pick<
    LineChartProps,
    'timestamps' | 'series' | 'format' | 'formatTime' | 'isUnitOnAxis' | 'syncId' | 'moment' | 'onPick'
  > {
  /** Keys of lines that are not drawn. */
  hidden: ReadonlySet<string>
}

const maxRows = 360
const axisStyle = { fill: 'var(--text-3)', fontSize: 11 }
const axis = { tick: axisStyle, tickLine: false, axisLine: false }

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

function between(line: ChartSeries): (row: ChartRow) => [number, number] | null {
  return (row) => {
    const [low, high] = [row[lowKey(line.key)], row[valueKey(line.key)]]
    return typeof low === 'number' && typeof high === 'number' ? [low, high] : null
  }
}

/** The lines themselves, on one time axis; a click picks the moment under the cursor. */
export function LinePlot(props: LinePlotProps) {
  const { timestamps, format, formatTime, isUnitOnAxis = false, syncId, moment, onPick, hidden } = props
  const series = useMemo(() => props.series.filter((line) => !hidden.has(line.key)), [props.series, hidden])
  const rows = useMemo(() => boundPoints(timestamps, series, maxRows), [timestamps, series])
  const from = timestamps[0] ?? 0
  const to = timestamps.at(-1) ?? from + 1
  const ticks = valueTicks(peak(series))
  const marks = placeMarks(useChartMarks()?.marks ?? [], timestamps).flatMap((placed) => placed.marks)
  const tick = (value: number) => {
    const { value: text, unit } = format(value)
    const short = text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
    return isUnitOnAxis && unit && value > 0 ? `${short} ${unit}` : short
  }
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart
        data={rows}
        syncId={syncId}
        margin={{ top: 8, right: 20, bottom: 0, left: 0 }}
        accessibilityLayer={false}
        onClick={({ activeLabel }) => {
          if (activeLabel !== undefined) {
            onPick?.(Number(activeLabel))
          }
        }}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          {...axis}
          dataKey="t"
          type="number"
          domain={[from, to]}
          ticks={timeTicks(from, to, 6, zoneOffsetSeconds(to))}
          tickFormatter={formatTime}
          height={22}
        />
        <YAxis {...axis} ticks={ticks} domain={[0, ticks[2]]} tickFormatter={tick} width={60} />
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
        {marks.map(({ key, at }) => (
          <ReferenceLine key={key} x={at} stroke="var(--purpose)" strokeDasharray="3 3" />
        ))}
        {moment === undefined || moment < from || moment > to ? null : (
          <ReferenceLine x={moment} stroke="var(--accent)" strokeWidth={1.5} />
        )}
        {series
          .filter((line) => line.lows !== undefined)
          .map((line) => (
            <Area
              key={`${line.key} area`}
              dataKey={between(line)}
              type="stepBefore"
              stroke="none"
              fill={line.color}
              fillOpacity={0.07}
              activeDot={false}
              isAnimationActive={false}
              tooltipType="none"
              legendType="none"
            />
          ))}
        {series.map((line) => (
          <Line
            key={line.key}
            dataKey={valueKey(line.key)}
            name={line.label}
            type={line.lows === undefined ? 'linear' : 'stepBefore'}
            stroke={line.color}
            strokeWidth={1.5}
            strokeDasharray={line.dash}
            dot={hasNeighbour(line.points) ? false : { r: 2, strokeWidth: 0, fill: line.color }}
            activeDot={{ r: 3, strokeWidth: 0 }}
            isAnimationActive={false}
            connectNulls={false}
          />
        ))}
      </ComposedChart>
    </ResponsiveContainer>
  )
}

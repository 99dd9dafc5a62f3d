import { type ChartFormat, type ChartSeries, lowKey, valueKey } from './chart-series.ts'

export interface ChartTooltipProps {
  series: readonly ChartSeries[]
  /** The values under the cursor by `valueKey` and `lowKey`. */
  values: Readonly<Record<string, number | null>>
  time: string
  format: ChartFormat
}

const maxLines = 10

export function ChartTooltip({ series, values, time, format }: ChartTooltipProps) {
  const lines = series
    .toSorted((a, b) => (values[valueKey(b.key)] ?? -1) - (values[valueKey(a.key)] ?? -1))
    .slice(0, maxLines)
  return (
    <div className="rounded-md border border-line bg-surface px-2 py-1.5 text-label shadow-float">
      <div className="mb-0.5 text-text-3">{time}</div>
      <table>
        <tbody>
          {lines.map((line) => {
            const shown = format(values[valueKey(line.key)] ?? undefined, values[lowKey(line.key)] ?? undefined)
            return (
              <tr key={line.key}>
                <td className="pr-1.5">
                  <LegendMark series={line} />
                </td>
                <td className="max-w-48 truncate pr-3 text-text-2">{line.label}</td>
                <td className="text-right tabular-nums">
                  {shown.value}
                  {shown.unit ? <span className="ml-0.5 text-unit text-text-3">{shown.unit}</span> : null}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {series.length > maxLines ? <div className="text-unit text-text-3">+{series.length - maxLines}</div> : null}
    </div>
  )
}

/** The short stroke that stands for a line in legends. */
export function LegendMark({ series }: { series: Pick<ChartSeries, 'color' | 'dash'> }) {
  return (
    <svg aria-hidden width="12" height="8" className="shrink-0">
      <path d="M0 4H12" stroke={series.color} strokeWidth="2.5" strokeDasharray={series.dash} />
    </svg>
  )
}

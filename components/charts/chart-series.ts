/** One line of a chart. `points` stand over the chart's timestamps; `null` is not measured and drawn as a gap. */
export interface ChartSeries {
  key: string
  label: string
  /** A colour of the token file, as CSS: `var(--series-1)`. */
  color: string
  /** SVG dash pattern, to tell lines apart that share a colour. */
  dash?: string
  points: readonly (number | null)[]
}

/** A number as people read it. */
export interface ChartValue {
  value: string
  unit?: string
}

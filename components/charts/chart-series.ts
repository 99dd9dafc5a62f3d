/** One line of a chart. `points` stand over the chart's timestamps; `null` is not measured and drawn as a gap. */
export interface ChartSeries {
  key: string
  label: string
  /** A colour of the token file, as CSS: `var(--series-1)`. */
  color: string
  /** SVG dash pattern, to tell lines apart that share a colour. */
  dash?: string
  points: readonly (number | null)[]
  /** Where a value is only known to lie between two: the lower ones, as long as `points`; the space between is shaded. */
  lows?: readonly (number | null)[]
}

/** The row's field that holds a line's value. Lines go by names of the mesh: a version may be called `t`, as the time is. */
export function valueKey(key: string): string {
  return `=${key}`
}

/** The row's field that holds a line's lower value. */
export function lowKey(key: string): string {
  return `<${key}`
}

/** A number as people read it. */
export interface ChartValue {
  value: string
  unit?: string
}

/** The value, or where the lower end is known too, from there to the value. */
export type ChartFormat = (value: number | undefined, low?: number) => ChartValue

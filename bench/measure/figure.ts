export type Unit = 'ms' | 'kB' | 'MB' | 's' | '×' | '%' | ''

/** One measured number, with what it must keep to and what the peer needs for the same. */
export interface Figure {
  what: string
  /** Undefined where it could not be measured, which misses any target. */
  value: number | undefined
  unit: Unit
  atMost?: number
  /** Kiali's figure for the same, as measured for this product's design. */
  peer?: string
}

/** Whether the figure keeps its target; one without target always does. */
export function isKept({ value, atMost }: Figure): boolean {
  return atMost === undefined || (value !== undefined && value <= atMost)
}

/** `graph-server  number of queries   3   target ≤ 4  kept   Kiali 120`, in columns. */
export function figureLine(bench: string, figure: Figure): string {
  const { what, value, unit, atMost, peer } = figure
  const target = atMost === undefined ? '' : `target ≤ ${written(atMost, unit)}`
  const verdict = atMost === undefined ? '' : isKept(figure) ? 'kept' : 'MISSED'
  const columns = [
    bench.padEnd(13),
    what.padEnd(58),
    written(value, unit).padStart(10),
    target.padEnd(18),
    verdict.padEnd(6),
  ]
  return `${columns.join('  ')}  ${peer === undefined ? '' : `Kiali ${peer}`}`.trimEnd()
}

function written(value: number | undefined, unit: Unit): string {
  if (value === undefined) {
    return '–'
  }
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return `${value.toFixed(digits)}${unit === '' ? '' : ` ${unit}`}`
}

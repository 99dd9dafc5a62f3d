import { type HonestyReport, isHonest } from './check-honesty.ts'
import type { HonestyRow } from './compare-counts.ts'

/** The report as text: what disagrees row by row, the rest as sums; with `all`, every row. */
export function describeHonesty(report: HonestyReport, { all = false } = {}): string {
  const { rows, unverified } = report
  const verdict = isHonest(report) ? 'The counts agree' : 'THE COUNTS DISAGREE'
  const counted = rows.filter(({ envoy, counted }) => envoy > 0 || counted > 0)
  const shown = counted.filter(({ verdict }) => all || verdict === 'too few' || verdict === 'too many')
  const lines = [
    `${verdict}: ${summary(counted)}`,
    ...shown.map(describeRow),
    ...unverified.map(({ pod, reason }) => `  ${pod}: ${reason}`),
  ]
  return lines.join('\n')
}

function summary(rows: readonly HonestyRow[]): string {
  const sums = (['requests', 'answers', 'attempts'] as const).map((what) => {
    const some = rows.filter((row) => row.what === what)
    const total = (of: (row: HonestyRow) => number) => some.reduce((sum, row) => sum + of(row), 0)
    return `${what} ${total(({ counted }) => counted)} of ${total(({ envoy }) => envoy)}`
  })
  const exact = rows.filter(({ verdict }) => verdict === 'equal').length
  return `counted ${sums.join(', ')} by Envoy, in ${rows.length} rows: ${exact} exact, ${rows.length - exact} as near as traffic under way lets one see.`
}

function describeRow({ pod, what, direction, of, envoy, counted, uncertainty, verdict }: HonestyRow): string {
  const bounds = uncertainty > 0 ? ` (±${uncertainty})` : ''
  return `  ${pod} ${direction} ${of}: ${what} counted ${counted}, Envoy ${envoy}${bounds}: ${verdict}`
}

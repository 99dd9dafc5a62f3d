import { type Alert, AlertSeverity } from './alert.ts'

const rank = new Map(AlertSeverity.options.map((severity, index) => [severity, index]))

/** Most severe first, then the youngest; equals by id, so that the same alerts always stand alike. */
export function orderAlerts(alerts: readonly Alert[]): Alert[] {
  return alerts.toSorted(
    (left, right) =>
      (rank.get(left.severity) ?? 0) - (rank.get(right.severity) ?? 0) ||
      right.startsAt - left.startsAt ||
      (left.id < right.id ? -1 : left.id > right.id ? 1 : 0),
  )
}

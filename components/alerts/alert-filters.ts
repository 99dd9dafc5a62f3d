import { type Alert, AlertSeverity, AlertState } from '#lib/domain/alerts/alert.ts'

/** What of a list is shown; nothing chosen is everything. */
export interface AlertFilters {
  states: readonly AlertState[]
  severities: readonly AlertSeverity[]
  /** Words that must all occur in an alert's name, texts or labels. */
  text: string
}

/** The known ones of `firing,pending`, in their own order; what is not known is passed over. */
export function parseChoice<Value extends string>(known: readonly Value[], text: string | undefined): Value[] {
  const wanted = new Set<string>(text?.split(','))
  return known.filter((value) => wanted.has(value))
}

/** The address's text for a choice with one value more or less; undefined for none. */
export function toggledChoice<Value extends string>(
  known: readonly Value[],
  chosen: readonly Value[],
  value: Value,
): string | undefined {
  const next = known.filter((one) => chosen.includes(one) !== (one === value))
  return next.length === 0 ? undefined : next.join(',')
}

export function filterAlerts(alerts: readonly Alert[], { states, severities, text }: AlertFilters): Alert[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return alerts.filter((alert) => {
    const isChosen =
      (states.length === 0 || states.includes(alert.state)) &&
      (severities.length === 0 || severities.includes(alert.severity))
    const haystack = isChosen && words.length > 0 ? searchable(alert) : ''
    return isChosen && words.every((word) => haystack.includes(word))
  })
}

export interface AlertCounts {
  states: Record<AlertState, number>
  severities: Record<AlertSeverity, number>
}

/** How many each choice would show by itself. */
export function countAlerts(alerts: readonly Alert[]): AlertCounts {
  const count = <Value extends string>(values: readonly Value[], of: (alert: Alert) => Value) =>
    Object.fromEntries(values.map((value) => [value, alerts.filter((alert) => of(alert) === value).length])) as Record<
      Value,
      number
    >
  return {
    states: count(AlertState.options, ({ state }) => state),
    severities: count(AlertSeverity.options, ({ severity }) => severity),
  }
}

function searchable({ name, summary = '', description = '', labels }: Alert): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${value}`)
  return [name, summary, description, ...pairs].join('\n').toLowerCase()
}

import type { Alert } from './alert.ts'

/**
 * One row an alert, out of what Alertmanager and the rules of Prometheus tell.
 *
 * Prometheus adds its external labels when it sends an alert on, so a row of Alertmanager is the alert of a rule when it
 * has all of the rule's labels; of several such rows the one that adds fewest, then the one that began nearest. Only
 * Alertmanager knows what is suppressed, only Prometheus what is pending. The merged row has Alertmanager's labels and
 * link and the id of the rule's labels, the same as before it reached Alertmanager.
 */
export function mergeAlerts(sent: readonly Alert[], ruled: readonly Alert[]): Alert[] {
  const left = new Set(sent)
  const likely = candidates(sent)
  const merged = ruled.map((rule) => {
    const [match] = likely(rule)
      .filter((candidate) => left.has(candidate) && hasLabels(candidate, rule))
      .sort((one, other) => addedLabels(one) - addedLabels(other) || apart(one, rule) - apart(other, rule))
    if (match === undefined) {
      return rule
    }
    left.delete(match)
    return {
      ...rule,
      ...match,
      id: rule.id,
      state: match.state === 'suppressed' ? match.state : rule.state,
      startsAt: Math.min(match.startsAt, rule.startsAt),
    }
  })
  return [...merged, ...left]
}

/**
 * Of all alerts those that share the rarest label of a rule's, which few do: thousands of pods may fail by one rule, and
 * comparing each with each takes minutes.
 */
function candidates(sent: readonly Alert[]): (rule: Alert) => Alert[] {
  const byPair = new Map<string, Alert[]>()
  for (const alert of sent) {
    for (const pair of pairsOf(alert)) {
      const sharing = byPair.get(pair)
      if (sharing === undefined) {
        byPair.set(pair, [alert])
      } else {
        sharing.push(alert)
      }
    }
  }
  return (rule) =>
    pairsOf(rule)
      .map((pair) => byPair.get(pair) ?? [])
      .reduce((rarest, sharing) => (sharing.length < rarest.length ? sharing : rarest))
}

/** At least the name. */
function pairsOf({ name, labels }: Alert): string[] {
  return [['', name], ...Object.entries(labels)].map((pair) => pair.join('\u0000'))
}

function hasLabels(candidate: Alert, rule: Alert): boolean {
  return Object.entries(rule.labels).every(([name, value]) => candidate.labels[name] === value)
}

function addedLabels({ labels }: Alert): number {
  return Object.keys(labels).length
}

function apart(one: Alert, other: Alert): number {
  return Math.abs(one.startsAt - other.startsAt)
}

import type { Alert } from '../../domain/alerts/alert.ts'
import { toAlert } from '../../domain/alerts/to-alert.ts'
import type { Alerts } from '../../ports/alerts.ts'
import type { PrometheusApi } from './prometheus-api.ts'
import type { RuleGroup } from './rules-wire.ts'

/** The alerts of the alerting rules that a Prometheus, Thanos or Mimir evaluates; `not-found` where the server has no rules interface. */
export function prometheusAlerts(api: PrometheusApi): Alerts {
  return {
    source: 'prometheus',
    async list(signal) {
      signal?.throwIfAborted()
      const groups = await api.rules('alert', signal)
      const alerts = groups.flatMap(({ rules }) => rules.flatMap(alertsOf))
      // Replicas behind one querier evaluate the same rules.
      return [...new Map(alerts.map((alert) => [alert.id, alert])).values()]
    },
  }
}

function alertsOf({ name, alerts }: RuleGroup['rules'][number]): Alert[] {
  return (alerts ?? []).flatMap(({ labels, annotations, state, activeAt }) =>
    state === 'inactive' || typeof activeAt !== 'number'
      ? []
      : [
          toAlert({
            labels: { ...labels, alertname: labels.alertname ?? name },
            annotations,
            state,
            startsAt: activeAt,
            source: 'prometheus',
          }),
        ],
  )
}

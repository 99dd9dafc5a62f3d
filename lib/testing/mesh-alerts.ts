import { expect, vi } from 'vitest'
import { type AlertmanagerServer, startAlertmanager } from './alertmanager-server.ts'
import { type PrometheusServer, startPrometheus } from './prometheus-server.ts'

/** What `alertingServers` has fire at once. */
export const firingAlert = {
  name: 'PaymentsFailing',
  severity: 'critical' as const,
  subject: { namespace: 'pay', service: 'payments' },
  summary: 'payments fails 7% of its requests',
}

const rules = {
  groups: [
    {
      name: 'always',
      interval: '1s',
      rules: [
        {
          alert: firingAlert.name,
          expr: labelled('vector(0.07)', {
            destination_service_namespace: 'pay',
            destination_service_name: 'payments',
          }),
          labels: { severity: firingAlert.severity },
          annotations: {
            summary: '{{ $labels.destination_service_name }} fails {{ $value | humanizePercentage }} of its requests',
          },
        },
        {
          alert: 'CartSlow',
          expr: 'vector(1)',
          for: '1h',
          labels: { severity: 'warning', service: 'cart', namespace: 'shop' },
        },
        { alert: 'NeverFiring', expr: 'vector(1) > 2' },
      ],
    },
  ],
}

function labelled(expression: string, labels: Record<string, string>): string {
  return Object.entries(labels).reduce(
    (text, [name, value]) => `label_replace(${text}, "${name}", "${value}", "", "")`,
    expression,
  )
}

export interface AlertingServers {
  prometheus: PrometheusServer
  alertmanager: AlertmanagerServer
  stop(): Promise<void>
}

/** A real Prometheus with external labels, one rule firing and one pending, and a real Alertmanager that has heard of it. */
export async function alertingServers(): Promise<AlertingServers> {
  const started: { stop(): Promise<void> }[] = []
  const stop = async (): Promise<void> => {
    for (const server of started.splice(0).reverse()) {
      await server.stop()
    }
  }
  try {
    const alertmanager = await startAlertmanager()
    started.push(alertmanager)
    const prometheus = await startPrometheus({
      rules: JSON.stringify(rules),
      alertmanager: alertmanager.address,
      externalLabels: { cluster: 'monitored', prometheus: 'monitoring/k8s' },
    })
    started.push(prometheus)
    await heardOf(`${prometheus.url}/api/v1/alerts`, [firingAlert.name, 'CartSlow'])
    await heardOf(`${alertmanager.url}/api/v2/alerts`, [firingAlert.name])
    return { prometheus, alertmanager, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function heardOf(url: string, names: string[]): Promise<void> {
  await vi.waitFor(
    async () => {
      const text = await (await fetch(url)).text()
      for (const name of names) {
        expect(text).toContain(name)
      }
    },
    { timeout: 60_000, interval: 100 },
  )
}

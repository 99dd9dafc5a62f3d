import { alertsContract } from '../../ports/alerts.contract.ts'
import { alertingServers, firingAlert } from '../../testing/mesh-alerts.ts'
import { prometheusAlerts } from './prometheus-alerts.ts'
import { prometheusApi } from './prometheus-api.ts'

alertsContract('the rules of a real Prometheus', async () => {
  const servers = await alertingServers()
  const alerts = prometheusAlerts(prometheusApi({ baseUrl: servers.prometheus.url, headers: {} }))
  return { alerts, now: () => Date.now() / 1000, firing: firingAlert, stop: servers.stop }
})

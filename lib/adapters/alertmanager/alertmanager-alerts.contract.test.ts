import { alertsContract } from '../../ports/alerts.contract.ts'
import { alertingServers, firingAlert } from '../../testing/mesh-alerts.ts'
import { alertmanagerAlerts } from './alertmanager-alerts.ts'

alertsContract('a real Alertmanager', async () => {
  const servers = await alertingServers()
  const alerts = alertmanagerAlerts({ baseUrl: `${servers.alertmanager.url}/`, headers: {} })
  return {
    alerts,
    now: () => Date.now() / 1000,
    firing: { ...firingAlert, subject: { ...firingAlert.subject, cluster: 'monitored' } },
    stop: servers.stop,
  }
})

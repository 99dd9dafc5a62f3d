import type { Alerts } from '../ports/alerts.ts'
import type { Clock } from '../ports/clock.ts'
import { sharedFlights } from './shared-flights.ts'

/** Alerts that everybody who looks shares, by `sharedFlights`. */
export function coalescedAlerts({ source, list }: Alerts, clock: Clock): Alerts {
  const share = sharedFlights(clock)
  return { source, list: (signal) => share('alerts', signal, list) }
}

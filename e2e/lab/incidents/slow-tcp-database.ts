import { behaviourIncident } from './behaviour-incident.ts'

/** The database takes 400 ms longer for every query. */
export const slowTcpDatabase = behaviourIncident({
  name: 'slow-tcp-database',
  summary: 'catalog-db answers queries 400 ms later',
  workload: { namespace: 'shop', app: 'catalog-db' },
  behaviour: { extraMs: 400 },
})

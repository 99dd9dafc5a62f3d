import { behaviourIncident } from './behaviour-incident.ts'

/** Version 4 of catalog answers every request with 500; version 3 is well. */
export const versionFailing = behaviourIncident({
  name: 'version-failing',
  summary: 'catalog v4 answers 500',
  workload: { namespace: 'shop', app: 'catalog', version: 'v4' },
  behaviour: { failShare: 1, failCode: 500 },
})

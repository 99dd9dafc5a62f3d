import { behaviourIncident } from './behaviour-incident.ts'

/** Version 4 of catalog takes 800 ms longer for every answer. */
export const versionSlow = behaviourIncident({
  name: 'version-slow',
  summary: 'catalog v4 answers 800 ms later',
  workload: { namespace: 'shop', app: 'catalog', version: 'v4' },
  behaviour: { extraMs: 800 },
})

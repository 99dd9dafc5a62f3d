import type { Behaviour } from '../workload/behaviour.ts'
import type { Incident } from './incident.ts'
import { behaveAgain, misbehave, untilTaken } from './pod-behaviour.ts'
import { podsOf, type ShopWorkload, somePodsOf } from './shop-pods.ts'

interface Misbehaviour {
  name: string
  summary: string
  workload: ShopWorkload
  behaviour: Behaviour
}

/** An incident in which the application itself answers wrongly or late. */
export function behaviourIncident({ name, summary, workload, behaviour }: Misbehaviour): Incident {
  return {
    name,
    summary,
    actsOn: 'process',
    async start() {
      for (const pod of await somePodsOf(workload)) {
        misbehave(pod, behaviour)
        await untilTaken(pod)
      }
    },
    async heal() {
      for (const pod of await podsOf(workload)) {
        behaveAgain(pod, Object.keys(behaviour))
        if (pod.app.isRunning) {
          await untilTaken(pod)
        }
      }
    },
  }
}

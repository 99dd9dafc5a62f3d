import { logsContract } from '../../ports/logs.contract.ts'
import { ManualClock } from '../../testing/manual-clock.ts'
import { demoClusterName } from './blueprint.ts'
import { demoLogs } from './demo-logs.ts'
import { podsOf } from './demo-pods.ts'
import { demoWorld } from './world.ts'

const startedAt = 1_795_262_400

describeContainer('payments')
describeContainer('istio-proxy')

function describeContainer(container: string): void {
  logsContract(`${container} of a pod of the demo`, async () => {
    const world = demoWorld({ seed: 1, services: 13, startedAt })
    const clock = new ManualClock(startedAt + 60)
    const [pod] = world.workloads.filter(({ name }) => name === 'payments-v1').flatMap(podsOf)
    return {
      logs: demoLogs(world, clock),
      cluster: demoClusterName,
      namespace: 'pay',
      pod: pod?.name ?? '',
      container,
      hasRestarted: false,
      now: () => clock.now(),
      passTime: () => clock.advance(1),
    }
  })
}

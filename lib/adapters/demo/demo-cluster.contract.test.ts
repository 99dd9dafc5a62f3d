import { clusterContract } from '../../ports/cluster.contract.ts'
import { ManualClock } from '../../testing/manual-clock.ts'
import { demoClusterName } from './blueprint.ts'
import { demoCluster } from './demo-cluster.ts'
import { demoWorld } from './world.ts'

clusterContract('the demo world', async () => {
  const startedAt = 1_795_262_400
  const world = demoWorld({ seed: 1, services: 13, startedAt })
  const clock = new ManualClock(startedAt + 60)
  return {
    cluster: demoClusterName,
    editor: demoCluster(world, clock),
    namespace: 'shop',
    unserved: { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' },
    async annotateOutside({ kind, namespace, name }, key, value) {
      const object = world
        .objectsAt(clock.now())
        .find((one) => one.kind === kind && one.namespace === namespace && one.name === name)
      if (object === undefined) {
        throw new Error(`no ${kind} ${namespace}/${name}`)
      }
      world.applyObject({ ...object, annotations: { ...object.annotations, [key]: value } }, clock.now())
    },
  }
})

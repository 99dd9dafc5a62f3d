import { connectKubernetes } from '../../../lib/adapters/kubernetes/connect-kubernetes.ts'
import { systemClock } from '../../../lib/adapters/system/system-clock.ts'
import { clusterContract } from '../../../lib/ports/cluster.contract.ts'
import { type IdentityName, identityKubeconfig } from '../identities.ts'
import { kubectl } from '../kubectl.ts'
import { lab } from '../settings.ts'
import { loseHistory } from './support/lose-history.ts'
import { silentLog } from './support/silent-log.ts'

async function clusterOf(who: IdentityName, namespaces: string[] = []) {
  const kubeconfigPath = await identityKubeconfig(who, 3600)
  const options = { kubeconfigPath, namespaces, log: silentLog, clock: systemClock(), random: Math.random }
  return connectKubernetes(options).cluster
}

clusterContract('the lab’s API server with istiod’s webhook', async () => {
  const [editor, viewer, nobody] = await Promise.all([
    clusterOf('editor'),
    clusterOf('viewer', ['shop']),
    clusterOf('nobody'),
  ])
  return {
    cluster: lab.clusterId,
    editor,
    namespace: 'shop',
    people: { viewer, nobody, elsewhere: 'pay' },
    unserved: { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' },
    async annotateOutside({ namespace, name }, key, value) {
      await kubectl(['-n', namespace, 'annotate', 'virtualservices.networking.istio.io', name, `${key}=${value}`])
    },
    loseHistory,
    async stop() {
      await Promise.all([editor, viewer, nobody].map((one) => one.close()))
    },
  }
})

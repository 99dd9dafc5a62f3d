import { connectKubernetes } from '../../../lib/adapters/kubernetes/connect-kubernetes.ts'
import { systemClock } from '../../../lib/adapters/system/system-clock.ts'
import { logsContract } from '../../../lib/ports/logs.contract.ts'
import { type IdentityName, identityKubeconfig } from '../identities.ts'
import { kubectl } from '../kubectl.ts'
import { lab } from '../settings.ts'
import { until } from '../until.ts'
import { containerStatus, podOf } from './support/pods.ts'
import { silentLog } from './support/silent-log.ts'

async function connectionOf(who: IdentityName) {
  const kubeconfigPath = await identityKubeconfig(who, 3600)
  return connectKubernetes({ kubeconfigPath, log: silentLog, clock: systemClock(), random: Math.random })
}

logsContract('the proxy of a pod of the lab', async () => {
  const [editor, nobody] = await Promise.all([connectionOf('editor'), connectionOf('nobody')])
  const pod = await podOf('shop', 'app=frontend')
  const { name } = pod.metadata
  const container = 'istio-proxy'
  const written = () => kubectl(['-n', 'shop', 'logs', name, '-c', container, '--tail=101'])
  await until('there are a hundred lines', async () => (await written()).split('\n').length > 100, { seconds: 60 })
  return {
    logs: editor.logs,
    cluster: lab.clusterId,
    namespace: 'shop',
    pod: name,
    container,
    hasRestarted: (containerStatus(pod, container)?.restartCount ?? 0) > 0,
    now: () => Date.now() / 1000,
    nobody: nobody.logs,
    async stop() {
      await Promise.all([editor.cluster.close(), nobody.cluster.close()])
    },
  }
})

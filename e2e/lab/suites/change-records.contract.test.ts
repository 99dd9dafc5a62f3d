import { connectKubernetes } from '../../../lib/adapters/kubernetes/connect-kubernetes.ts'
import { systemClock } from '../../../lib/adapters/system/system-clock.ts'
import { changeRecordsContract } from '../../../lib/ports/change-records.contract.ts'
import { identityKubeconfig } from '../identities.ts'
import { kubectl } from '../kubectl.ts'
import { lab } from '../settings.ts'
import { silentLog } from './support/silent-log.ts'

changeRecordsContract('the lab’s API server with the product’s own kind', async () => {
  const kubeconfigPath = await identityKubeconfig('editor', 3600)
  const { records, cluster } = connectKubernetes({
    kubeconfigPath,
    log: silentLog,
    clock: systemClock(),
    random: Math.random,
  })
  return {
    records,
    cluster: lab.clusterId,
    namespace: 'shop',
    async stop() {
      const services = ['one', 'listed', 'other', 'noted', 'stale', 'gone'].join(',')
      await kubectl(['-n', 'shop', 'delete', 'changerecords', '-l', `exantas.dev/service in (${services})`])
      await cluster.close()
    },
  }
})

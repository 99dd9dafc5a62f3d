import { startKubeApiServer } from '../../control-plane/api-server.ts'
import { stopHostProcess } from '../../host-process.ts'
import { kubectl } from '../../kubectl.ts'
import { until } from '../../until.ts'

const routes = '/apis/networking.istio.io/v1/virtualservices'

/**
 * Restarts the API server, whose memory of events then begins after every version that a watch may want to resume from.
 * Resolves when it serves again and says so itself with 410.
 */
export async function loseHistory(): Promise<void> {
  const { metadata } = JSON.parse(await kubectl(['get', `--raw=${routes}`])) as {
    metadata: { resourceVersion: string }
  }
  await kubectl(['annotate', 'namespace', 'default', 'example.com/history=lost', '--overwrite'])
  await kubectl(['annotate', 'namespace', 'default', 'example.com/history-'])
  await stopHostProcess('kube-apiserver')
  startKubeApiServer()
  const query = `watch=1&timeoutSeconds=1&resourceVersion=${metadata.resourceVersion}`
  await until('the API server has forgotten', () => isTooOld(`${routes}?${query}`), { seconds: 90 })
  await until('the API server is ready', async () => (await kubectl(['get', '--raw=/readyz'])) === 'ok', {
    seconds: 60,
  })
}

async function isTooOld(path: string): Promise<boolean> {
  return (await kubectl(['get', `--raw=${path}`])).includes('"code":410')
}

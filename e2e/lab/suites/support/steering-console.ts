import { type Product, startProduct } from '../../../support/product.ts'
import { identityKubeconfig } from '../../identities.ts'
import { kubectl } from '../../kubectl.ts'
import { lab } from '../../settings.ts'

const binding = 'suite-exantas-write'

/** The console as an operator installs it who lets it write in the shop. */
export async function startSteeringConsole(): Promise<Product> {
  const rights = ['--clusterrole=exantas-write', '--serviceaccount=exantas:exantas']
  await kubectl(['-n', 'shop', 'delete', 'rolebinding', binding, '--ignore-not-found'])
  await kubectl(['-n', 'shop', 'create', 'rolebinding', binding, ...rights])
  const product = await startProduct({
    EXANTAS_SOURCE: 'cluster',
    EXANTAS_PROMETHEUS_URL: lab.urls.prometheus,
    EXANTAS_PROMETHEUS_TIMEOUT_SECONDS: '5',
    EXANTAS_ISTIOD_URL: lab.urls.istiodDebug,
    KUBECONFIG: await identityKubeconfig('console'),
  })
  return {
    ...product,
    async stop() {
      await kubectl(['-n', 'shop', 'delete', 'rolebinding', binding, '--ignore-not-found'])
      return product.stop()
    },
  }
}

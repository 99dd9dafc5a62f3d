import { AppError } from '../../domain/errors.ts'
import type { ControlPlanes } from '../../ports/control-planes.ts'
import type { ConnectedClusters } from './connected-clusters.ts'
import { forwardedGet } from './forwarded-get.ts'
import type { WatchedContext } from './watch-context.ts'

/** Istiod's plain HTTP (`--httpAddr`), with its debug interface: callers on its own loopback need no token. */
const debugPort = 8080
const appLabel = 'istiod'
const timeoutSeconds = 5

/** Every ready istiod of a cluster, by port forwards as the account of the kubeconfig. */
export function forwardedIstiods(clusters: ConnectedClusters): ControlPlanes {
  return {
    async debugAnswers(cluster, path, signal = new AbortController().signal) {
      const context = await clusters.find(cluster, signal)
      const pods = istiodPods(context)
      if (pods.length === 0) {
        throw new AppError('unavailable', { source: 'istiod', reason: 'no-istiod' })
      }
      const end = AbortSignal.any([signal, AbortSignal.timeout(timeoutSeconds * 1000)])
      return Promise.all(
        pods.map(({ namespace, name }) =>
          forwardedGet(context.kubeConfig, { namespace, pod: name, port: debugPort, path }, end),
        ),
      )
    },
  }
}

function istiodPods(context: WatchedContext): { namespace: string; name: string }[] {
  return [...context.stores().pods.values()].filter(
    ({ labels, isReady }) => isReady && (labels.app === appLabel || labels['app.kubernetes.io/name'] === appLabel),
  )
}

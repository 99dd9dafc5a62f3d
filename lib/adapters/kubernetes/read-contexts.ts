import { existsSync } from 'node:fs'
import { delimiter } from 'node:path'
import { KubeConfig } from '@kubernetes/client-node'
import { AppError } from '../../domain/errors.ts'

/** One cluster as one account. `name` is the kubeconfig's context. */
export interface ClusterAccess {
  name: string
  kubeConfig: KubeConfig
}

const serviceAccountToken = '/var/run/secrets/kubernetes.io/serviceaccount/token'
const inClusterName = 'in-cluster'

/**
 * The clusters to watch: the kubeconfig's chosen contexts (a path may list several files, as KUBECONFIG does), else the
 * service account of the pod this runs in, else the account's default kubeconfig. Throws `invalid` when there is none,
 * when a context is missing, or when it speaks plain HTTP without saying that it is insecure.
 */
export function readContexts(options: {
  kubeconfigPath?: string | undefined
  contexts?: string[] | undefined
}): ClusterAccess[] {
  const all = load(options.kubeconfigPath)
  const names = options.contexts?.length ? [...new Set(options.contexts)] : [all.getCurrentContext()]
  return names.map((name) => {
    const kubeConfig = new KubeConfig()
    kubeConfig.loadFromOptions({
      clusters: all.getClusters(),
      users: all.getUsers(),
      contexts: all.getContexts(),
      currentContext: name,
    })
    const cluster = kubeConfig.getCurrentCluster()
    if (cluster === null || !URL.canParse(cluster.server)) {
      throw new AppError('invalid', { source: 'kubernetes', reason: 'no-such-context', context: `${name ?? ''}` })
    }
    if (new URL(cluster.server).protocol !== 'https:' && !cluster.skipTLSVerify) {
      throw new AppError('invalid', { source: 'kubernetes', reason: 'plain-http', context: name })
    }
    return { name, kubeConfig }
  })
}

function load(path: string | undefined): KubeConfig {
  const kubeConfig = new KubeConfig()
  try {
    if (path !== undefined) {
      loadFiles(kubeConfig, path.split(delimiter).filter(Boolean))
    } else if (existsSync(serviceAccountToken)) {
      kubeConfig.loadFromCluster()
      renameOnlyContext(kubeConfig)
    } else {
      kubeConfig.loadFromDefault()
    }
  } catch {
    // The parser's message quotes the file, secrets included: it must not travel on as a cause.
    throw new AppError('invalid', { source: 'kubernetes', reason: 'kubeconfig-unreadable' })
  }
  return kubeConfig
}

function loadFiles(kubeConfig: KubeConfig, paths: string[]): void {
  const [first, ...rest] = paths
  kubeConfig.loadFromFile(first ?? '')
  for (const path of rest) {
    const next = new KubeConfig()
    next.loadFromFile(path)
    kubeConfig.mergeConfig(next, kubeConfig.currentContext !== undefined)
  }
}

function renameOnlyContext(kubeConfig: KubeConfig): void {
  const [context] = kubeConfig.getContexts()
  if (context !== undefined) {
    kubeConfig.loadFromOptions({
      clusters: kubeConfig.getClusters(),
      users: kubeConfig.getUsers(),
      contexts: [{ ...context, name: inClusterName }],
      currentContext: inClusterName,
    })
  }
}

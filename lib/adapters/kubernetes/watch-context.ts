import { type ApiClient, apiClient } from './api-client.ts'
import { controlPlaneMemory } from './control-plane-memory.ts'
import { type ControllerRecord, trimDaemonSet, trimDeployment, trimStatefulSet } from './controller-record.ts'
import { discover } from './discover.ts'
import { followDiscovery } from './follow-discovery.ts'
import { kindWatches } from './kind-watches.ts'
import { readInstalledClusterId } from './learn-cluster-id.ts'
import { type NamespaceRecord, trimNamespace } from './namespace-record.ts'
import type { ObjectStore } from './object-store.ts'
import type { ClusterAccess } from './read-contexts.ts'
import { discoveryResource, type SourceState } from './source-health.ts'
import { type ContextOptions, sourceRunner } from './source-runner.ts'
import type { ObjectRecord } from './to-mesh-object.ts'
import { type PodRecord, trimPod } from './to-pod.ts'
import { type ServiceRecord, trimService } from './to-service.ts'

/** The last known objects of one cluster, by resource. */
export interface ContextStores {
  namespaces: ObjectStore<NamespaceRecord>
  services: ObjectStore<ServiceRecord>
  pods: ObjectStore<PodRecord>
  controllers: ObjectStore<ControllerRecord>[]
  objects: ObjectStore<ObjectRecord>[]
}

/** One cluster under watch. */
export interface WatchedContext {
  readonly name: string
  readonly api: ApiClient
  stores(): ContextStores
  states(): SourceState[]
  /** Undefined until the mesh's own parts have said it; kept once they have. */
  controlPlaneClusterId(): string | undefined
  /** Resolves once every source has answered or failed for the first time. */
  readonly settled: Promise<void>
  probe(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

export function watchContext(access: ClusterAccess, options: ContextOptions): WatchedContext {
  const { clock, random, timeoutSeconds } = options
  const api = apiClient({ kubeConfig: access.kubeConfig, clock, timeoutSeconds })
  const runner = sourceRunner(access.name, api, options)
  const namespaces = runner.run('namespaces', '/api/v1/namespaces', trimNamespace)
  const services = runner.run('services', '/api/v1/services', trimService)
  const pods = runner.run('pods', '/api/v1/pods', trimPod)
  const controllers = [
    runner.run('deployments.apps', '/apis/apps/v1/deployments', trimDeployment),
    runner.run('statefulsets.apps', '/apis/apps/v1/statefulsets', trimStatefulSet),
    runner.run('daemonsets.apps', '/apis/apps/v1/daemonsets', trimDaemonSet),
  ]
  const controllerStores = controllers.map((one) => one.store)
  const kinds = kindWatches(runner)
  const discovery = runner.healthOf(discoveryResource)
  const learnt = controlPlaneMemory(pods.store, controllerStores)
  let installedClusterId: string | undefined

  async function discoverOnce(): Promise<void> {
    kinds.adopt(await discover(api, runner.signal))
    if (learnt(installedClusterId) === undefined) {
      installedClusterId = await readInstalledClusterId(api, runner.signal)
    }
  }

  runner.track(followDiscovery(discoverOnce, { clock, random, health: discovery }, runner.signal))
  const sources = () => [namespaces, services, pods, ...controllers, ...kinds.sources()]
  return {
    name: access.name,
    api,
    stores: () => ({
      namespaces: namespaces.store,
      services: services.store,
      pods: pods.store,
      controllers: controllerStores,
      objects: kinds.sources().map((one) => one.store),
    }),
    states: () => [...sources().map((one) => one.health.state()), discovery.state()],
    controlPlaneClusterId: () => learnt(installedClusterId),
    settled: discovery.settled.then(async () => {
      await Promise.all(sources().map((one) => one.health.settled))
    }),
    async probe(signal) {
      await api.getJson('/version', {}, signal)
      await api.postJson('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', ownAccessReview, signal)
    },
    async close() {
      const ended = runner.close()
      api.close()
      await ended
    },
  }
}

/** Asks for nothing but an answer that anonymous callers do not get: reading `/version` is open to everyone. */
const ownAccessReview = {
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'SelfSubjectAccessReview',
  spec: { resourceAttributes: { verb: 'list', resource: 'services' } },
}

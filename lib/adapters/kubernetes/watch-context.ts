import { type ApiClient, apiClient } from './api-client.ts'
import { controlPlaneMemory } from './control-plane-memory.ts'
import { type ControllerRecord, trimDaemonSet, trimDeployment, trimStatefulSet } from './controller-record.ts'
import { discover } from './discover.ts'
import { followDiscovery } from './follow-discovery.ts'
import { kindWatches } from './kind-watches.ts'
import { readInstalledClusterId } from './learn-cluster-id.ts'
import type { NamespaceRecord } from './namespace-record.ts'
import type { ObjectKey } from './object-key.ts'
import type { ObjectView } from './object-store.ts'
import type { ClusterAccess } from './read-contexts.ts'
import { scopedNamespaces } from './scoped-namespaces.ts'
import { scopedSource } from './scoped-source.ts'
import { discoveryResource, type SourceState } from './source-health.ts'
import { type ContextOptions, sourceRunner } from './source-runner.ts'
import type { ObjectRecord } from './to-mesh-object.ts'
import { type PodRecord, trimPod } from './to-pod.ts'
import { type ServiceRecord, trimService } from './to-service.ts'

/** The last known objects of one cluster, by resource. */
export interface ContextStores {
  namespaces: ObjectView<NamespaceRecord>
  services: ObjectView<ServiceRecord>
  pods: ObjectView<PodRecord>
  controllers: ObjectView<ControllerRecord>[]
  objects: ObjectView<ObjectRecord>[]
}

/** One cluster under watch. */
export interface WatchedContext {
  readonly name: string
  readonly api: ApiClient
  readonly kubeConfig: ClusterAccess['kubeConfig']
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
  const scoped = <T extends ObjectKey>(resource: string, path: string, trim: (object: unknown) => T | undefined) =>
    scopedSource(runner, { resource, path, trim, namespaces: options.namespaces, signal: runner.signal })
  const namespaces = scopedNamespaces(api, runner, options)
  const services = scoped('services', '/api/v1/services', trimService)
  const pods = scoped('pods', '/api/v1/pods', trimPod)
  const controllers = [
    scoped('deployments.apps', '/apis/apps/v1/deployments', trimDeployment),
    scoped('statefulsets.apps', '/apis/apps/v1/statefulsets', trimStatefulSet),
    scoped('daemonsets.apps', '/apis/apps/v1/daemonsets', trimDaemonSet),
  ]
  const controllerStores = controllers.map((one) => one.store)
  const kinds = kindWatches(runner, options.namespaces)
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
    kubeConfig: access.kubeConfig,
    stores: () => ({
      namespaces: namespaces.store,
      services: services.store,
      pods: pods.store,
      controllers: controllerStores,
      objects: kinds.sources().map((one) => one.store),
    }),
    states: () => [...sources().flatMap((one) => one.states()), discovery.state()],
    controlPlaneClusterId: () => learnt(installedClusterId),
    settled: discovery.settled.then(async () => {
      await Promise.all(sources().map((one) => one.settled))
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

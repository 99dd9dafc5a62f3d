import type { FakeKubernetes } from '../../lib/testing/fake-kubernetes.ts'
import { clusterId, podName, workloadName } from './istio-series.ts'
import type { MeshPlan, PlannedService } from './mesh-plan.ts'

/** Puts what a planned mesh consists of before an API server: per service a Service, a Deployment and a pod with its proxy. */
export function fillKubernetes(kubernetes: FakeKubernetes, plan: MeshPlan): void {
  for (const name of plan.namespaces) {
    kubernetes.put('/api/v1/namespaces', { metadata: { name, labels: { 'istio-injection': 'enabled' } } })
  }
  for (const service of plan.services) {
    fillService(kubernetes, service)
  }
}

function fillService(kubernetes: FakeKubernetes, service: PlannedService): void {
  const { namespace, name } = service
  const labels = { app: name, version: 'v1' }
  const proxy = { name: 'istio-proxy', args: ['proxy'], env: [{ name: 'ISTIO_META_CLUSTER_ID', value: clusterId }] }
  const spec = { containers: [{ name }, proxy] }
  const owner = (kind: string, ownerName: string) => [
    { apiVersion: 'apps/v1', kind, name: ownerName, controller: true },
  ]
  kubernetes.put('/api/v1/services', {
    metadata: { name, namespace },
    spec: { ports: [{ name: 'http', port: 8080 }], selector: { app: name } },
  })
  kubernetes.put('/apis/apps/v1/deployments', {
    metadata: { name: workloadName(service), namespace },
    spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
    status: { readyReplicas: 1 },
  })
  const pod = podName(service)
  const hash = pod.slice(workloadName(service).length + 1, pod.lastIndexOf('-'))
  kubernetes.put('/api/v1/pods', {
    metadata: {
      name: pod,
      namespace,
      labels: { ...labels, 'pod-template-hash': hash },
      ownerReferences: owner('ReplicaSet', `${workloadName(service)}-${hash}`),
    },
    spec,
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: spec.containers.map((container) => ({ name: container.name, restartCount: 0 })),
    },
  })
}

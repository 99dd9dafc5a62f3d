import { apply, kubectl } from '../../kubectl.ts'

interface HttpWorkload {
  name: string
  labels?: Record<string, string>
  /** Beside the name and port. */
  env?: Record<string, string>
  /** Where its readiness is asked; `/healthz` on the served port otherwise. */
  readiness?: { path: string; port: number }
  isMeshed?: boolean
}

/** A namespace of a suite's own, whose pods join the mesh; `remove` resolves when nothing of it is left. */
export async function ownNamespace(name: string): Promise<{ remove(): Promise<void> }> {
  await apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'istio-injection': 'enabled' } } })
  return {
    async remove() {
      await kubectl(['delete', 'namespace', name, '--ignore-not-found', '--timeout=120s'])
    },
  }
}

/** A Deployment of the lab's workload that serves HTTP on 8080, and its Service of the same name. */
export async function runWorkload(namespace: string, workload: HttpWorkload): Promise<void> {
  const { name, env = {}, readiness = { path: '/healthz', port: 8080 }, isMeshed = true } = workload
  const labels = { app: name, ...workload.labels }
  await apply({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector: { app: name }, ports: [{ name: 'http', port: 8080 }] },
  })
  await apply({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels: { ...labels, ...(isMeshed ? {} : { 'sidecar.istio.io/inject': 'false' }) } },
        spec: {
          terminationGracePeriodSeconds: 5,
          containers: [
            {
              name,
              image: 'exantas-lab/workload',
              env: Object.entries({ SERVICE: name, SERVES: 'http:8080', ...env }).map(([key, value]) => ({
                name: key,
                value,
              })),
              ports: [{ name: 'http', containerPort: 8080 }],
              readinessProbe: { httpGet: readiness, periodSeconds: 1, failureThreshold: 2 },
            },
          ],
        },
      },
    },
  })
}

/** Resolves when a Deployment has rolled out. */
export async function rolledOut(namespace: string, deployment: string): Promise<void> {
  await kubectl(['-n', namespace, 'rollout', 'status', `deployment/${deployment}`, '--timeout=90s'])
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import type { DemoCall, DemoWorkload } from '#lib/adapters/demo/blueprint.ts'
import { shop } from '#lib/adapters/demo/shop.ts'
import { servicePortProtocol } from '#lib/adapters/kubernetes/service-port-protocol.ts'
import { type WorkloadSettings, workloadSettings } from '../../workload/workload-settings.ts'

interface Manifest {
  apiVersion: string
  kind: string
  metadata: { name: string; namespace?: string; labels?: Record<string, string> }
  spec: Record<string, unknown>
}

interface Container {
  name: string
  image: string
  env?: { name: string; value: string }[]
  ports: { name: string; containerPort: number }[]
  readinessProbe?: { httpGet: { path: string; port: number } }
}

interface PodTemplate {
  metadata: { labels: Record<string, string>; annotations?: Record<string, string> }
  spec: { serviceAccountName: string; containers: Container[] }
}

const documents = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => parseAllDocuments(readFileSync(join(import.meta.dirname, name), 'utf8')))

const manifests = documents.map((document) => document.toJS() as Manifest)

const demo = shop()
const workloadKinds = ['Deployment', 'StatefulSet']

function ofKind(...kinds: string[]): Manifest[] {
  return manifests.filter(({ kind }) => kinds.includes(kind))
}

function templateOf(manifest: Manifest): PodTemplate {
  return manifest.spec.template as PodTemplate
}

function place({ namespace = '', name }: Placed): string {
  return `${namespace}/${name}`
}

interface Placed {
  kind?: string
  namespace?: string | undefined
  name: string
}

const byPlace = (one: Placed, other: Placed) =>
  (one.kind ?? '').localeCompare(other.kind ?? '') || place(one).localeCompare(place(other))

/** A workload of the shop by its name, with its only container and the settings its program reads from it. */
function running({ namespace, name }: DemoWorkload): { container: Container; settings: WorkloadSettings } {
  const found = ofKind(...workloadKinds).find(({ metadata }) => place(metadata) === place({ namespace, name }))
  const [container] = found === undefined ? [] : templateOf(found).spec.containers
  if (container === undefined) {
    throw new Error(`${namespace}/${name} has no container`)
  }
  return {
    container,
    settings: workloadSettings(Object.fromEntries((container.env ?? []).map((one) => [one.name, one.value]))),
  }
}

const applications = demo.workloads.filter(({ role }) => role === 'workload')

describe('the shop of the lab', () => {
  it('is YAML without errors or warnings', () => {
    expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([])
  })

  it('has the namespaces of the demo, all of them injected', () => {
    const namespaces = ofKind('Namespace').map(({ metadata }) => metadata)
    expect(namespaces.map(({ name }) => name).sort()).toEqual([...demo.namespaces].sort())
    expect(namespaces.map(({ labels }) => labels)).toEqual(namespaces.map(() => ({ 'istio-injection': 'enabled' })))
  })

  it('has the services of the demo, with the same ports, protocols, selectors and labels', () => {
    const services = ofKind('Service').map(({ metadata: { namespace, name, labels }, spec }) => {
      const ports = spec.ports as { name: string; port: number }[]
      return {
        namespace,
        name,
        labels,
        selector: spec.selector,
        ports: ports.map(({ name, port: number }) => ({
          name,
          number,
          protocol: servicePortProtocol({ name, number }),
        })),
      }
    })
    const expected = demo.services.map(({ namespace, name, labels, selector, ports }) => ({
      namespace,
      name,
      labels,
      selector,
      ports,
    }))
    expect(services.sort(byPlace)).toEqual(expected.sort(byPlace))
  })

  it('has the workloads of the demo, with the same kinds, labels and membership, one replica each', () => {
    const found = ofKind(...workloadKinds).map((manifest) => {
      const { labels } = templateOf(manifest).metadata
      const { 'sidecar.istio.io/inject': inject = 'true', ...podLabels } = labels
      const { replicas } = manifest.spec
      return {
        ...{ namespace: manifest.metadata.namespace, name: manifest.metadata.name, kind: manifest.kind },
        podLabels,
        replicas,
        membership: inject === 'true' ? 'sidecar' : 'none',
      }
    })
    const expected = demo.workloads.map(({ namespace, name, kind, podLabels, membership }) => ({
      ...{ namespace, name, kind },
      podLabels,
      replicas: 1,
      membership,
    }))
    expect(found.sort(byPlace)).toEqual(expected.sort(byPlace))
  })

  it('has the Istio objects of the demo, word for word but for the unsigned certificate of the bank', () => {
    const found = manifests
      .filter(({ apiVersion }) => apiVersion.includes('istio.io/'))
      .map(({ apiVersion, kind, metadata: { namespace, name }, spec }) => ({ apiVersion, kind, namespace, name, spec }))
    const expected = demo.objects.map(({ apiVersion, kind, namespace, name, spec }) => ({
      ...{ apiVersion, kind, namespace, name },
      spec:
        kind === 'DestinationRule' && name === 'bank'
          ? { ...spec, trafficPolicy: { tls: { mode: 'SIMPLE', insecureSkipVerify: true } } }
          : spec,
    }))
    expect(found.sort(byPlace)).toEqual(expected.sort(byPlace))
  })

  it('gives every workload a ServiceAccount of its service', () => {
    const accounts = new Set(ofKind('ServiceAccount').map(({ metadata }) => place(metadata)))
    const used = ofKind(...workloadKinds).map((manifest) => ({
      app: `${manifest.metadata.namespace}/${templateOf(manifest).metadata.labels.app}`,
      account: `${manifest.metadata.namespace}/${templateOf(manifest).spec.serviceAccountName}`,
    }))
    expect(used.filter(({ app, account }) => app !== account)).toEqual([])
    expect(new Set(used.map(({ account }) => account))).toEqual(accounts)
  })

  it('lets injection make the gateway', () => {
    const gateway = ofKind('Deployment').find(({ metadata }) => metadata.name === 'ingressgateway')
    expect(gateway === undefined ? undefined : templateOf(gateway)).toMatchObject({
      metadata: { annotations: { 'inject.istio.io/templates': 'gateway' } },
      spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] },
    })
  })
})

/** Shares are written with four digits. */
function rounded(share: number): number {
  return Math.round(share * 10_000) / 10_000
}

/** The authority under which the demo's telemetry knows the call. */
function authority({ host, port }: DemoCall, namespace: string): string {
  const [name = '', at] = host.split('.')
  if (!host.endsWith('.svc.cluster.local')) {
    return host
  }
  return `${at === namespace ? name : `${name}.${at}`}:${port}`
}

describe.each(applications.map((workload) => [workload.name, workload] as const))('%s', (_, workload) => {
  const { container, settings } = running(workload)
  /** Nobody waits for it. */
  const isBatch = workload.name === 'batch-settle'

  it('runs the lab’s workload under its service’s name and version', () => {
    expect(container).toMatchObject({ name: workload.app, image: 'exantas-lab/workload' })
    expect(settings).toMatchObject({ service: workload.app, version: workload.version ?? '' })
  })

  it('serves what its Service promises, and health where its probe looks', () => {
    const [port] =
      demo.services.find(
        ({ namespace, name }) =>
          place(workload) === place({ namespace, name: `${name}` }) ||
          (namespace === workload.namespace && name === workload.app),
      )?.ports ?? []
    const healthPort = port?.protocol === 'http' ? port.number : 8081
    expect(settings.serving).toEqual(port === undefined ? undefined : { protocol: port.protocol, port: port.number })
    expect(container.ports).toEqual([
      ...(port === undefined ? [] : [{ name: port.name, containerPort: port.number }]),
      ...(port?.number === healthPort ? [] : [{ name: 'health', containerPort: healthPort }]),
    ])
    expect(container.readinessProbe?.httpGet).toEqual({ path: '/healthz', port: healthPort })
    expect(isBatch).toBe(port === undefined)
  })

  it('calls as in the demo', () => {
    const expected = demo.calls
      .filter(({ caller }) => caller === `${workload.namespace}/${workload.app}`)
      .map((call) => ({
        protocol: call.protocol,
        host: authority(call, workload.namespace),
        perRequest: rounded(call.perRequest),
        isCritical: call.isCritical,
        ...(call.protocol === 'tcp' ? {} : { method: call.requests[0]?.method, path: call.requests[0]?.path }),
      }))
    const made = settings.calls.map(({ protocol, url, perRequest, isCritical, method }) => ({
      protocol,
      host: url.host,
      perRequest,
      isCritical,
      ...(protocol === 'tcp' ? {} : { method, path: url.pathname }),
    }))
    expect(made).toEqual(expected)
    expect(settings.ratePerSecond > 0).toBe(isBatch)
  })

  it('answers by itself as in the demo, and takes as long', () => {
    expect(settings.answers).toEqual(
      workload.ownAnswers.map(({ code, grpcStatus, share }) => ({ code: Number(grpcStatus ?? code), share })),
    )
    const { meanMs, sigma } = workload
    expect(settings.latency).toMatchObject(isBatch ? { meanMs: 0 } : { meanMs, sigma })
  })
})

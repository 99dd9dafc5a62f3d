import type { Finding } from '../mesh/finding.ts'
import type { MeshService, MeshWorkload } from '../mesh/inventory.ts'
import type { KnownMesh } from './known-mesh.ts'

/**
 * What is not ready about a Service by itself: what it selects, and how its ports are named (Istio: protocol selection;
 * application requirements: services that share pods must agree on a port's protocol). A Service without a selector has
 * its endpoints from elsewhere and is not judged by what it selects.
 */
export function serviceFindings(mesh: KnownMesh, service: MeshService): Finding[] {
  const workloads = mesh.workloadsOf(service)
  return [
    ...selectionFindings(service, workloads),
    ...portFindings(service),
    ...workloads.flatMap((workload) => sharingFindings(mesh, service, workload)),
    ...(service.isHeadless === true ? [{ rule: 'headless' as const, severity: 'info' as const, params: {} }] : []),
  ]
}

function selectionFindings({ selector }: MeshService, workloads: readonly MeshWorkload[]): Finding[] {
  const wanted = Object.entries(selector).map(([key, value]) => `${key}=${value}`)
  if (wanted.length === 0) {
    return []
  }
  if (workloads.length === 0) {
    return [{ rule: 'selects-nothing', severity: 'error', params: { selector: wanted.sort().join(',') } }]
  }
  return workloads.every(({ readyPods }) => readyPods === 0)
    ? [{ rule: 'no-ready-pods', severity: 'error', params: { names: namesOf(workloads) } }]
    : []
}

function portFindings({ ports }: MeshService): Finding[] {
  const unknown = ports.filter(({ protocol }) => protocol === 'unknown')
  const texts = unknown.map(({ number, name }) => (name === undefined ? String(number) : `${number} (${name})`))
  return unknown.length === 0
    ? []
    : [{ rule: 'port-protocol-unknown', severity: 'warning', params: { ports: texts, count: texts.length } }]
}

/** Several Services in front of one workload: harmless unless they call one port by different protocols. */
function sharingFindings(mesh: KnownMesh, service: MeshService, workload: MeshWorkload): Finding[] {
  const others = mesh.servicesOf(workload).filter((other) => other !== service)
  if (others.length === 0) {
    return []
  }
  const conflicts = service.ports.flatMap((port) => {
    const against = others.filter(({ ports }) =>
      ports.some(({ number, protocol }) => number === port.number && protocol !== port.protocol),
    )
    return against.length === 0 ? [] : [{ port: port.number, names: namesOf(against) }]
  })
  const { name } = workload
  return conflicts.length > 0
    ? conflicts.map((params) => ({ rule: 'protocol-conflict', severity: 'error', params: { name, ...params } }))
    : [{ rule: 'shared-workload', severity: 'info', params: { name, names: namesOf(others) } }]
}

function namesOf(things: readonly { name: string }[]): string[] {
  return things.map(({ name }) => name).sort()
}

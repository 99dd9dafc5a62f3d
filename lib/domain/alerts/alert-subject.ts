import { parseAuthority } from '../graph/authority.ts'
import type { AlertSubject } from './alert.ts'

type Labels = Readonly<Record<string, string>>

const workloadLabels = ['destination_workload', 'workload', 'deployment', 'statefulset', 'daemonset', 'source_workload']
const plainNamespaceLabels = ['exported_namespace', 'namespace', 'kubernetes_namespace', 'source_workload_namespace']

/**
 * What an alert is about, by the labels of Istio's telemetry first, then by those that rules over other metrics commonly
 * keep. Istio's `unknown` and empty values are no name. A destination known only by its host is the Service the host
 * spells, `payments.pay.svc.cluster.local`; a host outside the cluster stands as it is.
 */
export function alertSubject(labels: Labels): AlertSubject {
  const asked = serviceOf(labels)
  const service = asked?.name
  const workload = firstOf(labels, workloadLabels)
  const namespace =
    asked?.namespace ??
    firstOf(labels, ['destination_service_namespace', 'destination_workload_namespace', ...plainNamespaceLabels])
  const cluster = firstOf(labels, ['destination_cluster', 'cluster', 'source_cluster'])
  return {
    ...(cluster !== undefined && { cluster }),
    ...(namespace !== undefined && { namespace }),
    ...(service !== undefined && { service }),
    ...(workload !== undefined && { workload }),
  }
}

/** The namespaces an alert names, at either end of an edge. */
export function alertNamespaces(labels: Labels): string[] {
  const named = [alertSubject(labels).namespace, firstOf(labels, ['source_workload_namespace'])]
  return [...new Set(named.filter((name) => name !== undefined))]
}

function serviceOf(labels: Labels): { name: string; namespace?: string } | undefined {
  const namespace = firstOf(labels, ['destination_service_namespace'])
  const name = firstOf(labels, ['destination_service_name'])
  if (name !== undefined && namespace !== undefined) {
    return { name, namespace }
  }
  const host = firstOf(labels, ['destination_service', 'destination_service_name'])
  if (host !== undefined) {
    const { service } = parseAuthority(host, namespace)
    return service !== undefined && (service.isQualified || namespace === undefined || service.namespace === namespace)
      ? { name: service.name, namespace: service.namespace }
      : { name: host, ...(namespace !== undefined && { namespace }) }
  }
  const plain = firstOf(labels, ['service'])
  return plain === undefined ? undefined : { name: plain }
}

function firstOf(labels: Labels, names: string[]): string | undefined {
  return names.map((name) => labels[name]).find((text) => text !== undefined && text !== '' && text !== 'unknown')
}

import type { MeshNamespace } from '../../domain/mesh/inventory.ts'
import { healthAnnotation } from './health-annotation.ts'
import { type ObjectKey, objectKey } from './object-key.ts'
import { own, record, textMap } from './read-json.ts'

export interface NamespaceRecord extends ObjectKey {
  injection: MeshNamespace['injection']
  healthAnnotation?: string
}

export function trimNamespace(object: unknown): NamespaceRecord | undefined {
  const key = objectKey(object)
  const metadata = record(record(object).metadata)
  return key && { ...key, injection: injectionOf(textMap(metadata.labels)), ...healthAnnotation(metadata) }
}

/** How Istio's webhook and ztunnel read the labels; a pod with a sidecar is left alone by ztunnel, so injection wins. */
function injectionOf(labels: Record<string, string>): MeshNamespace['injection'] {
  const injection = own(labels, 'istio-injection')
  if (injection === 'enabled' || (injection === undefined && own(labels, 'istio.io/rev') !== undefined)) {
    return 'sidecar'
  }
  return own(labels, 'istio.io/dataplane-mode') === 'ambient' ? 'ambient' : 'none'
}

export function toNamespace(namespace: NamespaceRecord, cluster: string): MeshNamespace {
  const { namespace: _none, ...facts } = namespace
  return { cluster, ...facts }
}

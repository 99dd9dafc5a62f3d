import type { MeshNamespace } from '../../domain/mesh/inventory.ts'
import { type ObjectKey, objectKey } from './object-key.ts'
import { own, record, textMap } from './read-json.ts'

export interface NamespaceRecord extends ObjectKey {
  injection: MeshNamespace['injection']
}

export function trimNamespace(object: unknown): NamespaceRecord | undefined {
  const key = objectKey(object)
  return key && { ...key, injection: injectionOf(textMap(record(record(object).metadata).labels)) }
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
  return { cluster, name: namespace.name, injection: namespace.injection }
}

import { namespaceOfPod, networkNamespaces } from '../../kubelet/network.ts'

/** Names of the network namespaces of a Kubernetes namespace's pods. */
export function networkNamespacesOf(namespace: string): string[] {
  return networkNamespaces().filter((name) => name.startsWith(namespaceOfPod({ namespace, name: '' })))
}

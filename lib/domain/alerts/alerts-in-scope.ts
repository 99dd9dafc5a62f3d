import type { MeshCluster } from '../mesh/inventory.ts'
import type { Alert } from './alert.ts'
import { alertNamespaces } from './alert-subject.ts'

export interface AlertScope {
  /** Absent: every alert, those that name no namespace included. */
  namespaces?: string[] | undefined
  /** The mesh's cluster id; absent: any. */
  cluster?: string | undefined
}

/**
 * The alerts that touch one of the namespaces and do not lie in another cluster. An alert whose labels name no cluster
 * lies in none of them for sure, and stays.
 */
export function alertsInScope(alerts: readonly Alert[], { namespaces, cluster }: AlertScope): Alert[] {
  const asked = namespaces === undefined ? undefined : new Set(namespaces)
  return alerts.filter(
    ({ labels, subject }) =>
      (asked === undefined || alertNamespaces(labels).some((name) => asked.has(name))) &&
      (cluster === undefined || subject.cluster === undefined || subject.cluster === cluster),
  )
}

/**
 * The subject's cluster by the id the mesh knows it by, whether the labels say its id or its name; without a cluster
 * where they say neither, as monitoring often calls clusters by names of its own.
 */
export function withKnownCluster(alert: Alert, clusters: readonly Pick<MeshCluster, 'id' | 'name'>[]): Alert {
  const { cluster: said, ...subject } = alert.subject
  const known = clusters.find(({ id }) => id === said) ?? clusters.find(({ name }) => name === said)
  return { ...alert, subject: known === undefined ? subject : { cluster: known.id, ...subject } }
}

import type { KubernetesObject } from '../mesh/kubernetes-object.ts'
import { fingerprintOf } from './canonical-text.ts'

/*
 * No key here may contain `istio.io`: istiod pushes the mesh for every metadata and status change of an object that
 * carries such a key (measured on Istio 1.31).
 */
const managedBy = 'app.kubernetes.io/managed-by'
const manager = 'exantas'

/** The labels of objects this console creates. */
export function ownLabels(service: string): Record<string, string> {
  return { [managedBy]: manager, 'exantas.dev/service': service }
}

/** Whether this console created the object, as opposed to having changed it. */
export function isOwnObject({ metadata }: Pick<KubernetesObject, 'metadata'>): boolean {
  return metadata.labels?.[managedBy] === manager && metadata.labels['exantas.dev/service'] !== undefined
}

/** Kubernetes' longest name less the prefix would still do; a Service's name is shorter than either. */
export function ownObjectName(service: string): string {
  return `exantas-${service}`
}

export const defaultRouteName = 'exantas-default'

const testerPrefix = 'exantas-tester-'

/** One name for one set of conditions, so that the same testers never get two routes. */
export function testerRouteName(match: unknown): string {
  return `${testerPrefix}${fingerprintOf(match)}`
}

/** Whether a route of this name is a tester’s of ours. */
export function isTesterRouteName(name: string | undefined): boolean {
  return name?.startsWith(testerPrefix) ?? false
}

/** A version as a subset's name: a DNS label, as Istio demands of subsets; the second where another has the first. */
export function subsetNamesOf(version: string): [string, string] {
  const mark = fingerprintOf(version).slice(0, 8)
  const name = version
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '')
  return name === '' ? [`v-${mark}`, `v-${fingerprintOf(version)}`] : [name, `${name}-${mark}`]
}

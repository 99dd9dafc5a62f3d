import { parseAllDocuments } from 'yaml'
import { fillManifest, manifestsIn } from '../fill-manifest.ts'

export interface MeshObject {
  apiVersion: string
  kind: string
  metadata: { namespace: string; name: string }
  spec: Record<string, unknown>
}

/** All objects of the shop as its manifests have them. */
export function shopManifests(): MeshObject[] {
  return manifestsIn('shop').flatMap((path) =>
    parseAllDocuments(fillManifest(path)).map((document) => document.toJS() as MeshObject),
  )
}

/** The manifest of this object, unless the shop has none. */
export function manifestOf({ kind, metadata: { namespace, name } }: Omit<MeshObject, 'spec'>): MeshObject | undefined {
  return shopManifests().find(
    (one) => one.kind === kind && one.metadata.namespace === namespace && one.metadata.name === name,
  )
}

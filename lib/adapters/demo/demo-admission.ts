import { AppError } from '../../domain/errors.ts'
import type { MeshObject } from '../../domain/mesh/inventory.ts'
import type { KubernetesObject } from '../../domain/mesh/kubernetes-object.ts'
import { meshKinds } from '../../domain/mesh/mesh-kinds.ts'
import { demoClusterName } from './blueprint.ts'
import { fieldFaults } from './field-faults.ts'
import { istioSpecs } from './istio-fields.ts'
import { istiodReview } from './istiod-review.ts'

const webhook = 'rev.validation.istio.io'
const rulesUnchecked =
  '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation'

/** What an object's metadata may hold; anything else is an unknown field. */
const metadataFields = new Set([
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
])
const objectFields = new Set(['apiVersion', 'kind', 'metadata', 'spec', 'status'])

/** Refuses fields that nobody knows, as the API server does when asked to be strict. */
export function refuseUnknownFields(object: KubernetesObject): void {
  const shape = istioSpecs[object.kind]
  const unknown = [
    ...Object.keys(object).filter((field) => !objectFields.has(field)),
    ...Object.keys(object.metadata)
      .filter((field) => !metadataFields.has(field))
      .map((field) => `metadata.${field}`),
    ...(shape === undefined ? [] : fieldFaults(object.spec, shape, 'spec').unknown),
  ]
  if (unknown.length > 0) {
    const { kind, apiVersion } = object
    const listed = unknown.map((path) => `unknown field ${JSON.stringify(path)}`).join(', ')
    throw refusal(
      object.kind,
      object.metadata,
      'unknown-field',
      `${kind} in version ${JSON.stringify(apiVersion.split('/').at(-1))} cannot be handled as a ${kind}: strict decoding error: ${listed}`,
    )
  }
}

/** Passes an object by the CRD's schema, then by istiod's webhook; returns what that warns of. */
export function admittedBy(object: MeshObject): string[] {
  const { kind, name, spec } = object
  const { mistyped, invalid } = fieldFaults(spec, istioSpecs[kind] ?? 'any', 'spec')
  const faults = mistyped.length > 0 ? [...mistyped, rulesUnchecked] : invalid
  if (faults.length > 0) {
    const group = object.apiVersion.split('/')[0]
    const listed = faults.length === 1 ? faults[0] : `[${faults.join(', ')}]`
    throw refusal(kind, object, 'schema', `${kind}.${group} ${JSON.stringify(name)} is invalid: ${listed}`)
  }
  const { denials, warnings } = istiodReview(object)
  if (denials.length > 0) {
    const listed =
      denials.length === 1
        ? denials[0]
        : `${denials.length} errors occurred:\n${denials.map((one) => `\t* ${one}\n`).join('')}\n`
    throw refusal(kind, object, 'denied-by-webhook', `configuration is invalid: ${listed}`, { webhook })
  }
  return warnings
}

function refusal(
  kind: string,
  { namespace = '', name }: { namespace?: string | undefined; name: string },
  reason: string,
  message: string,
  more: Record<string, string> = {},
): AppError {
  const place = { source: 'kubernetes', cluster: demoClusterName, kind, namespace, name }
  return new AppError('invalid', { ...place, reason, ...more, message })
}

/** The kinds the demo's API server serves: Istio's, and the one in which the console keeps its own records. */
export const demoKinds = [
  ...meshKinds.filter(({ group }) => group.endsWith('istio.io')).map((kind) => ({ ...kind, version: 'v1' })),
  { group: 'exantas.dev', kind: 'ChangeRecord', plural: 'changerecords', version: 'v1alpha1' },
]

/** Whether it serves a kind, under this `group/version`. */
export function isServed({ apiVersion, kind }: { apiVersion: string; kind: string }): boolean {
  return demoKinds.some((one) => `${one.group}/${one.version}` === apiVersion && one.kind === kind)
}

import { stringify } from 'yaml'
import type { FieldChange } from '#lib/domain/changes/change-plan.ts'
import type { KubernetesObject } from '#lib/domain/mesh/kubernetes-object.ts'
import type { DiffLine } from './diff-line.ts'
import { fieldPath } from './field-path.ts'
import { lineDifferences } from './line-differences.ts'

/** What the API server keeps for itself; nobody who compares or copies wants it. */
const ownMetadata = ['managedFields', 'resourceVersion', 'uid', 'generation', 'creationTimestamp', 'selfLink']

/** The object as people write it. */
export function writtenYaml({ status: _, ...object }: KubernetesObject): string {
  const metadata = Object.fromEntries(Object.entries(object.metadata).filter(([key]) => !ownMetadata.includes(key)))
  return stringify({ ...object, metadata }, { lineWidth: 0 })
}

/** What becomes of an object, as lines of its YAML; one that is created or removed has all of them. */
export function objectLines(before: KubernetesObject | undefined, after: KubernetesObject | undefined): DiffLine[] {
  return lineDifferences(yamlLinesOf(before), yamlLinesOf(after))
}

/** The same of fields whose objects are not at hand. */
export function fieldLines(changes: readonly FieldChange[]): DiffLine[] {
  return changes.flatMap(({ path, before, after }) => [
    ...(path.length === 0 ? [] : [{ kind: 'place' as const, text: fieldPath(path) }]),
    ...valueLines(before).map((text) => ({ kind: 'removed' as const, text })),
    ...valueLines(after).map((text) => ({ kind: 'added' as const, text })),
  ])
}

function yamlLinesOf(object: KubernetesObject | undefined): string[] {
  return object === undefined ? [] : linesOf(writtenYaml(object))
}

function valueLines(value: unknown): string[] {
  return value === undefined ? [] : linesOf(stringify(value, { lineWidth: 0 }))
}

function linesOf(yaml: string): string[] {
  return yaml.replace(/\n$/, '').split('\n')
}

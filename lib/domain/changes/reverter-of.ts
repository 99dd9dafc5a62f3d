import type { KubernetesObject } from '../mesh/kubernetes-object.ts'
import { isSame } from './canonical-text.ts'
import { managersOf } from './ownership-of.ts'
import { specOf, writtenOf } from './written-object.ts'

/** Somebody who wrote over a change. `at` as the API server wrote it. */
export interface Reverter {
  manager: string
  at: string
}

/**
 * Who last wrote an object's spec after us, where it no longer says what we wrote; undefined while it does. The API
 * server's `managedFields` name the writer of a spec's fields, `unknown` where it kept no such list.
 */
export function reverterOf(ours: KubernetesObject, now: KubernetesObject, ownManager: string): Reverter | undefined {
  if (isSame(specOf(ours), specOf(now))) {
    return undefined
  }
  const writers = managersOf(now).filter(
    ({ manager, fields }) => manager !== ownManager && Object.keys(writtenOf(fields['f:spec'])).length > 0,
  )
  const last = writers.at(-1)
  return { manager: last?.manager ?? 'unknown', at: last?.time ?? '' }
}

import { AppError } from '../errors.ts'
import type { Inventory } from './inventory.ts'

/**
 * The inventory's id of the cluster that is asked for: itself, or the only one there is, which telemetry may call by another
 * name; undefined where none is asked for. Throws `not-found` (`no-such-cluster`): a name that is none of several must not
 * become another one.
 */
export function clusterMeant({ clusters }: Pick<Inventory, 'clusters'>, asked: string | undefined): string | undefined {
  const [first, ...others] = clusters
  if (asked === undefined || clusters.some(({ id }) => id === asked)) {
    return asked
  }
  if (first === undefined || others.length > 0) {
    throw new AppError('not-found', { what: `cluster ${asked}`, reason: 'no-such-cluster' })
  }
  return first.id
}

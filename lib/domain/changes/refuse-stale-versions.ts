import { AppError } from '../errors.ts'
import { resourceVersionsOf } from './change-draft.ts'
import type { ChangePlan } from './change-plan.ts'

/**
 * Throws where a fresh plan does not stand on what its preview stood on: `invalid` (`missing-version`) for an object to
 * write that no version is given for, `conflict` (`stale`) for one that has changed, appeared or gone, or that the plan no
 * longer writes. `params.objects` name them.
 */
export function refuseStaleVersions(
  plan: Pick<ChangePlan, 'writes'>,
  given: Readonly<Record<string, string | null>>,
): void {
  const wanted = resourceVersionsOf(plan)
  const missing = Object.keys(wanted).filter((name) => !Object.hasOwn(given, name))
  const moved = [
    ...Object.entries(wanted).flatMap(([name, version]) =>
      Object.hasOwn(given, name) && given[name] !== version ? [name] : [],
    ),
    ...Object.keys(given).filter((name) => !Object.hasOwn(wanted, name)),
  ]
  if (moved.length > 0) {
    throw new AppError('conflict', { what: moved.join(', '), reason: 'stale', objects: moved })
  }
  if (missing.length > 0) {
    throw new AppError('invalid', { what: missing.join(', '), reason: 'missing-version', objects: missing })
  }
}

import { byGravity } from '../changes/change-finding.ts'
import type { ApplyRequest } from '../changes/change-intent.ts'
import { type ChangePlan, needsOverride } from '../changes/change-plan.ts'
import type { ChangeRecordSpec } from '../changes/change-record.ts'
import { AppError } from '../errors.ts'

/**
 * Throws for a plan that must not be written, whoever asks: `forbidden` (`read-only-owner`) where a controller keeps an
 * object, `invalid` (`blocked`) with the gravest finding as `params.rule`.
 */
export function refuseBlocked({ findings, owners }: Pick<ChangePlan, 'findings' | 'owners'>): void {
  const [first, ...others] = findings.filter(({ severity }) => severity === 'block').toSorted(byGravity)
  if (first === undefined) {
    return
  }
  const owned = owners.find(({ owner }) => owner.verdict === 'read-only')
  if (owned !== undefined) {
    const { kind, name = kind } = owned.owner
    throw new AppError('forbidden', { what: name, reason: 'read-only-owner', owner: kind, name })
  }
  const rules = [first, ...others].map(({ rule }) => rule)
  throw new AppError('invalid', { what: first.rule, reason: 'blocked', rule: first.rule, rules })
}

/** The override as it is recorded; throws `invalid` (`override-needed`) where one is needed and not given. */
export function overrideOf(
  plan: Pick<ChangePlan, 'owners'>,
  given: ApplyRequest['override'],
): ChangeRecordSpec['override'] {
  if (!needsOverride(plan)) {
    return undefined
  }
  const owner = plan.owners.find((one) => one.owner.verdict === 'propose')?.owner
  const { kind = 'nobody', name = kind } = owner ?? {}
  if (given === undefined) {
    throw new AppError('invalid', { what: name, reason: 'override-needed', owner: kind, name })
  }
  return { owner: kind === name ? kind : `${kind} ${name}`, reason: given.reason }
}

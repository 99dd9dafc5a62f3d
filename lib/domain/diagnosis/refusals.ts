import { isInjectedFlag } from '../telemetry/outcome.ts'
import type { RatioChange } from './ratio-change.ts'
import type { SightChanges } from './sight-changes.ts'

/** Answers a policy gives in the callee's place: client failures, so no error share counts them. */
const refusalCodes: ReadonlySet<string> = new Set(['401', '403', '429'])

/** What was refused or injected on a call more than before, the surest first: none of it is the callee's own failing. */
export function refusalOf({ flags }: SightChanges): RatioChange | undefined {
  return [...flags]
    .filter(([flag]) => refusalCodes.has(flag) || isInjectedFlag(flag))
    .map(([, ratio]) => ratio)
    .sort((a, b) => b.z - a.z)[0]
}

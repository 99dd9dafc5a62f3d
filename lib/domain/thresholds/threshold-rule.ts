import { z } from 'zod'
import { matchesWildcard } from '../wildcard.ts'
import { ThresholdText } from './threshold-setting.ts'

const pattern = z
  .string()
  .regex(/^[a-z0-9*]([-a-z0-9.*]{0,251}[a-z0-9*])?$/, 'is not a name in which * may stand for any characters')

/** Thresholds for the services that match, `*` standing for any characters. */
export const ThresholdRule = z
  .strictObject({ namespace: pattern, service: pattern.default('*'), health: ThresholdText })
  .transform(({ health, ...places }) => ({ ...places, setting: health }))
export type ThresholdRule = z.infer<typeof ThresholdRule>

/** A configuration file's thresholds: where several rules match, a later one wins for what it sets. */
export const ThresholdFile = z.strictObject({ thresholds: z.array(ThresholdRule) })

/** Whether a rule is for a service; what serves no service only matches rules for every service of its namespace. */
export function isForPlace(rule: ThresholdRule, namespace: string, service: string | undefined): boolean {
  return (
    matchesWildcard(rule.namespace, namespace) &&
    (rule.service === '*' || (service !== undefined && matchesWildcard(rule.service, service)))
  )
}

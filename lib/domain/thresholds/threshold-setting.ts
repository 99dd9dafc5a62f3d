import { z } from 'zod'
import type { Thresholds } from './thresholds.ts'

/** What one source sets of the thresholds; what it leaves out stays as weaker sources have it. */
export type ThresholdSetting = Partial<Thresholds>

const percent = z
  .string()
  .regex(/^\d{1,3}(\.\d+)? ?%$/, 'is not a share such as 2%')
  .transform((text) => Number.parseFloat(text) / 100)
  .refine((share) => share > 0 && share <= 1, 'must be above 0% and at most 100%')

const count = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'is not a whole number of requests')
  .transform(Number)

const Written = z.strictObject({
  failing: percent.optional(),
  degraded: percent.optional(),
  'client-errors': percent.optional(),
  'min-failed': count.optional(),
})

/**
 * Thresholds as people write them: `failing=2%, degraded=1%, client-errors=20%, min-failed=5`, each at most once, at
 * least one. Shares are of requests, `min-failed` counts failed requests in the window.
 */
export const ThresholdText = z.string().transform((text, context): ThresholdSetting => {
  const pairs = text.split(',').map((part) => part.split('=').map((side) => side.trim()))
  const names = pairs.map(([name = '']) => name)
  const isPaired = pairs.every((pair) => pair.length === 2) && new Set(names).size === names.length
  const written = Written.safeParse(isPaired ? Object.fromEntries(pairs) : undefined)
  if (!written.success) {
    context.addIssue({ code: 'custom', message: isPaired ? reasonOf(written.error) : 'is not name=value, name=value' })
    return z.NEVER
  }
  const { failing, degraded, 'client-errors': clientErrors, 'min-failed': minFailed } = written.data
  return {
    ...(failing !== undefined && { failingErrorRatio: failing }),
    ...(degraded !== undefined && { degradedErrorRatio: degraded }),
    ...(clientErrors !== undefined && { degradedClientErrorRatio: clientErrors }),
    ...(minFailed !== undefined && { minFailedRequests: minFailed }),
  }
})

function reasonOf(error: z.ZodError): string {
  return error.issues
    .map((issue) =>
      issue.code === 'unrecognized_keys'
        ? `${issue.keys.join(', ')} is none of failing, degraded, client-errors, min-failed`
        : `${issue.path.join('.')} ${issue.message}`,
    )
    .join('; ')
}

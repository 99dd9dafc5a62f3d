import { z } from 'zod'
import { NotPrometheus } from './wire.ts'

const time = z
  .string()
  .transform((text) => Date.parse(text) / 1000)
  .pipe(z.number())
const texts = z.record(z.string(), z.string()).default({})

const RuleAlert = z.object({
  labels: texts,
  annotations: texts,
  state: z.enum(['firing', 'pending', 'inactive']),
  /** Unix seconds; absent while inactive. */
  activeAt: time.nullish(),
})

const Rule = z.object({
  name: z.string(),
  type: z.string(),
  health: z.string().optional(),
  /** Unix seconds. */
  lastEvaluation: time.optional().catch(undefined),
  alerts: z.array(RuleAlert).nullish(),
})

const Answer = z.object({
  status: z.literal('success'),
  data: z.object({
    groups: z.array(
      z.object({
        name: z.string(),
        /** Seconds. */
        interval: z.number().optional(),
        rules: z.array(Rule),
      }),
    ),
  }),
})

export type RuleGroup = z.infer<typeof Answer>['data']['groups'][number]

/** The answer of `/api/v1/rules`. */
export function readRuleGroups(text: string): RuleGroup[] {
  try {
    return Answer.parse(JSON.parse(text)).data.groups
  } catch (cause) {
    throw new NotPrometheus('no rules', { cause })
  }
}

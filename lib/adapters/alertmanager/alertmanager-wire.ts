import { z } from 'zod'

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text) / 1000)
const texts = z.record(z.string(), z.string())

/** `GettableAlert` of Alertmanager's API v2, as far as it is read. */
const WireAlert = z.object({
  labels: texts,
  annotations: texts.default({}),
  /** Unix seconds. */
  startsAt: time,
  status: z.object({ state: z.enum(['unprocessed', 'active', 'suppressed']) }),
  generatorURL: z.string().optional(),
})
export type WireAlert = z.infer<typeof WireAlert>

/** The answer of `/api/v2/alerts`; throws what zod or JSON throws. */
export function readWireAlerts(text: string): WireAlert[] {
  return z.array(WireAlert).parse(JSON.parse(text))
}

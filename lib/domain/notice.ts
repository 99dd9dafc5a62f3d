import { z } from 'zod'

/** The outside systems an answer can be missing parts of. */
export const SourceName = z.enum(['kubernetes', 'prometheus'])
export type SourceName = z.infer<typeof SourceName>

/**
 * Partial truth as data: what an answer lacks and why. `since` is Unix seconds; `cluster` is set where one of several
 * clusters is concerned; `params` fill the sentence of `messages.notices[code]`.
 */
export const Notice = z.object({
  source: SourceName,
  code: z.enum([
    'unavailable',
    'timeout',
    'forbidden',
    'unauthenticated',
    'invalid',
    'stale',
    'no-traffic',
    'window-too-short',
    'unusable-samples',
    'unknown-namespace',
    'quantiles-omitted',
    'cluster-id-unknown',
  ]),
  cluster: z.string().optional(),
  since: z.number().optional(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])).optional(),
})
export type Notice = z.infer<typeof Notice>

const outages: ReadonlySet<Notice['code']> = new Set([
  'unavailable',
  'timeout',
  'unauthenticated',
  'forbidden',
  'invalid',
])

/** Whether these notices say that no traffic could be read at all: numbers beside them are not measured, never zero. */
export function isMetricsOutage(notices: Notice[]): boolean {
  return notices.some(({ source, code }) => source === 'prometheus' && outages.has(code))
}

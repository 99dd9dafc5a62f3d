import { z } from 'zod'
import type { AppError } from './errors.ts'

/** The outside systems an answer can be missing parts of. */
export const SourceName = z.enum(['kubernetes', 'prometheus', 'alertmanager'])
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
    'history-too-short',
    'unusable-samples',
    'unknown-namespace',
    'quantiles-omitted',
    'cluster-id-unknown',
    'cluster-id-shared',
    'bad-thresholds',
    'no-rules',
    'alerts-left-out',
    'partial',
  ]),
  cluster: z.string().optional(),
  since: z.number().optional(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])).optional(),
})
export type Notice = z.infer<typeof Notice>

const outages: ReadonlySet<string> = new Set<Notice['code']>([
  'unavailable',
  'timeout',
  'unauthenticated',
  'forbidden',
  'invalid',
])

/** Whether these notices say that no traffic could be read at all: numbers beside them are not measured, never zero. */
export function isMetricsOutage(notices: readonly Notice[]): boolean {
  return isSourceSilent(notices, 'prometheus')
}

/** Whether these notices say that a source did not tell what was asked of it, or not all of it. */
export function isSourceSilent(notices: readonly Notice[], asked: SourceName): boolean {
  return notices.some(({ source, code }) => source === asked && outages.has(code))
}

function isOutage(code: string): code is Notice['code'] {
  return outages.has(code)
}

/** A failed source as a notice. Codes a notice has no words for read as `unavailable`. */
export function noticeOf(source: SourceName, { code, params }: AppError): Notice {
  const { since, ...rest } = params
  return {
    source,
    code: isOutage(code) ? code : 'unavailable',
    ...(typeof since === 'number' && { since }),
    ...(Object.keys(rest).length > 0 && { params: rest }),
  }
}

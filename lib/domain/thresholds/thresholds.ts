import { z } from 'zod'

const ratio = z.number().min(0).max(1)

/** From which shares on something is called failing or degraded. Shares are of the requests that were not injected. */
export const Thresholds = z.object({
  failingErrorRatio: ratio,
  degradedErrorRatio: ratio,
  degradedClientErrorRatio: ratio,
  /** Fewer failed requests in the window than this prove nothing. */
  minFailedRequests: z.number().nonnegative(),
})
export type Thresholds = z.infer<typeof Thresholds>

/** Thresholds that differ from the defaults, and the strongest source that set one of them. */
export const OwnThresholds = Thresholds.extend({ origin: z.enum(['service', 'namespace', 'file']) })
export type OwnThresholds = z.infer<typeof OwnThresholds>

/** Whether a share or a count reaches a threshold. Rates are rounded to six digits on the way: one met exactly stays met. */
export function meets(value: number, threshold: number): boolean {
  return value >= threshold * (1 - 1e-5)
}

export const defaultThresholds: Thresholds = {
  failingErrorRatio: 0.01,
  degradedErrorRatio: 0.005,
  degradedClientErrorRatio: 0.1,
  minFailedRequests: 3,
}

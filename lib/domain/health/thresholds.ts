/** From which shares on something is called failing or degraded. Shares are of the requests that were not injected. */
export interface Thresholds {
  failingErrorRatio: number
  degradedErrorRatio: number
  degradedClientErrorRatio: number
  /** Fewer failed requests in the window than this prove nothing. */
  minFailedRequests: number
}

export const defaultThresholds: Thresholds = {
  failingErrorRatio: 0.01,
  degradedErrorRatio: 0.005,
  degradedClientErrorRatio: 0.1,
  minFailedRequests: 3,
}

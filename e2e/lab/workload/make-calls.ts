import type { CallClient } from './call-result.ts'
import { callCount, type WorkloadCall } from './workload-call.ts'
import type { WorkloadLog } from './workload-log.ts'

/** Makes all calls of one request at once; resolves with whether a critical one failed. */
export function callMaker(
  calls: WorkloadCall[],
  clients: Record<WorkloadCall['protocol'], CallClient>,
  log: WorkloadLog,
  random: () => number,
): (headers: Record<string, string>) => Promise<boolean> {
  return async (headers) => {
    const due = calls.flatMap((call) => Array.from({ length: callCount(call.perRequest, random) }, () => call))
    const failed = await Promise.all(
      due.map(async ({ protocol, method, url, isCritical }) => {
        const { isFailure, outcome } = await clients[protocol].call({ method, url, headers })
        if (isFailure) {
          const { 'x-request-id': requestId, traceparent } = headers
          log.failure('call failed', { call: url.href, outcome, isCritical, requestId, traceparent })
        }
        return isFailure && isCritical
      }),
    )
    return failed.includes(true)
  }
}

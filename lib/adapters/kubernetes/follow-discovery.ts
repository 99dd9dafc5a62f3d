import type { Clock } from '../../ports/clock.ts'
import { asApiFailure } from './api-failure.ts'
import { aroundSeconds, backoffSeconds } from './backoff-seconds.ts'
import { slowRetrySeconds } from './reflect.ts'
import type { SourceHealth } from './source-health.ts'

/** Runs `discover` about once a minute, sooner after a failure, until `signal` aborts: CRDs may come at any time. */
export async function followDiscovery(
  discover: () => Promise<void>,
  options: { clock: Clock; random: () => number; health: SourceHealth },
  signal: AbortSignal,
): Promise<void> {
  const { clock, random, health } = options
  let failures = 0
  while (!signal.aborted) {
    let pauseSeconds = aroundSeconds(slowRetrySeconds, random)
    try {
      await discover()
      failures = 0
      health.succeeded()
    } catch (error) {
      signal.throwIfAborted()
      const failure = asApiFailure(error)
      failures += 1
      health.failed(failure, 'list')
      if (failure.code !== 'forbidden') {
        pauseSeconds = failure.retryAfterSeconds ?? backoffSeconds(failures, random)
      }
    }
    await clock.sleep(pauseSeconds, signal)
  }
}

import { startVisitors } from '../host-processes.ts'
import { LabFailure, say } from '../say.ts'

/** Visitors at a bounded rate for a bounded time, in place of those that are there. */
export async function load(args: string[]): Promise<void> {
  const [requestsPerSecond = Number.NaN, seconds = Number.NaN] = args.map(Number)
  if (!(requestsPerSecond > 0 && requestsPerSecond <= 500 && seconds > 0 && seconds <= 14_400)) {
    throw new LabFailure('load RPS SECONDS: above 0, at most 500 requests per second and 14400 seconds')
  }
  await startVisitors({ requestsPerSecond, seconds })
  say(`${requestsPerSecond} visits per second for ${seconds} s`)
}

import { ensureUp, startVisitors } from '../host-processes.ts'
import { type Plan, planOf } from '../load/open-loop.ts'
import { LabFailure, say } from '../say.ts'

/** Visitors at a bounded rate for a bounded time, in place of those that are there. */
export async function load(args: string[]): Promise<void> {
  const plan = planned(args)
  ensureUp()
  await startVisitors(plan)
  say(`${plan.requestsPerSecond} visits per second for ${plan.seconds} s`)
}

function planned([requestsPerSecond, seconds]: string[]): Plan {
  try {
    return planOf(requestsPerSecond, seconds)
  } catch (error) {
    throw new LabFailure(`load RPS SECONDS: ${error instanceof Error ? error.message : error}`)
  }
}

import type { Alerts } from './alerts.ts'
import type { ChangeRecords } from './change-records.ts'
import type { Clock } from './clock.ts'
import type { Cluster } from './cluster.ts'
import type { Log } from './log.ts'
import type { Logs } from './logs.ts'
import type { Metrics } from './metrics.ts'
import type { Proxies } from './proxies.ts'
import type { WriteQueue } from './write-queue.ts'

/** Every hatch to the outside, bound to the person who asks. */
export interface Hatches {
  cluster: Cluster
  logs: Logs
  metrics: Metrics
  /** Every source of alerts there is. */
  alerts: Alerts[]
  proxies: Proxies
  records: ChangeRecords
  /** What waits in `cluster`. */
  writes: WriteQueue
  clock: Clock
  log: Log
}

/** What a verb is given: exactly the hatches it names, and the signal that ends it. */
export type Ctx<Name extends keyof Hatches> = Pick<Hatches, Name> & { signal: AbortSignal }

import { authorizationDenied } from './authorization-denied.ts'
import { externalHostDown } from './external-host-down.ts'
import type { Incident } from './incident.ts'
import { loadSurge } from './load-surge.ts'
import { missingSubset } from './missing-subset.ts'
import { packetLoss } from './packet-loss.ts'
import { poolOverflow } from './pool-overflow.ts'
import { processCrash } from './process-crash.ts'
import { slowTcpDatabase } from './slow-tcp-database.ts'
import { subsetWithoutPods } from './subset-without-pods.ts'
import { tightTimeout } from './tight-timeout.ts'
import { versionFailing } from './version-failing.ts'
import { versionSlow } from './version-slow.ts'

/** Everything that can go wrong in the shop on command. */
export const allIncidents: readonly Incident[] = [
  versionFailing,
  versionSlow,
  processCrash,
  subsetWithoutPods,
  missingSubset,
  poolOverflow,
  tightTimeout,
  authorizationDenied,
  packetLoss,
  slowTcpDatabase,
  loadSurge,
  externalHostDown,
]

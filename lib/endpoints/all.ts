import type { Endpoint } from './endpoint.ts'
import { graphSnapshot, liveGraph } from './graph.ts'
import { healthLive, healthReady } from './health.ts'
import { meshScope } from './mesh.ts'
import { serviceDetail, serviceHistory } from './services.ts'
import { demoMetrics, openApi, ownMetrics } from './texts.ts'

/** Every door of the console, in the order the interface's description shows them. */
export const endpoints: Endpoint[] = [
  graphSnapshot,
  liveGraph,
  meshScope,
  serviceDetail,
  serviceHistory,
  openApi,
  healthLive,
  healthReady,
  ownMetrics,
  demoMetrics,
]

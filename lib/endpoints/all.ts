import { alertList } from './alerts.ts'
import { changeApply, changeList, changePreview, changeUndo, changeView, serviceSplit } from './changes.ts'
import { demoIncidentEnd, demoIncidentStart, demoIncidents } from './demo-incidents.ts'
import { diagnosis } from './diagnosis.ts'
import type { Endpoint } from './endpoint.ts'
import { graphSnapshot, liveGraph } from './graph.ts'
import { healthLive, healthReady } from './health.ts'
import { meshScope } from './mesh.ts'
import { objectView } from './objects.ts'
import { overview, overviewHistory } from './overview.ts'
import { serviceDetail, serviceFacts, serviceHistory } from './services.ts'
import { demoMetrics, openApi, ownMetrics } from './texts.ts'
import { workloadDetail, workloadFacts, workloadHistory } from './workloads.ts'

/** Every door of the console, in the order the interface's description shows them. */
export const endpoints: Endpoint[] = [
  graphSnapshot,
  liveGraph,
  overview,
  overviewHistory,
  diagnosis,
  alertList,
  meshScope,
  serviceFacts,
  serviceDetail,
  serviceHistory,
  serviceSplit,
  workloadFacts,
  workloadDetail,
  workloadHistory,
  objectView,
  changePreview,
  changeApply,
  changeList,
  changeView,
  changeUndo,
  openApi,
  healthLive,
  healthReady,
  ownMetrics,
  demoMetrics,
  demoIncidents,
  demoIncidentStart,
  demoIncidentEnd,
]

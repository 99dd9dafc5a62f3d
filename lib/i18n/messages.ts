import enAlerts from './messages/en/alerts.json' with { type: 'json' }
import enChangeFindings from './messages/en/change-findings.json' with { type: 'json' }
import enChanges from './messages/en/changes.json' with { type: 'json' }
import enDiagnosis from './messages/en/diagnosis.json' with { type: 'json' }
import enFlags from './messages/en/flags.json' with { type: 'json' }
import enGraph from './messages/en/graph.json' with { type: 'json' }
import enOverview from './messages/en/overview.json' with { type: 'json' }
import enProblems from './messages/en/problems.json' with { type: 'json' }
import enReadiness from './messages/en/readiness.json' with { type: 'json' }
import enServices from './messages/en/services.json' with { type: 'json' }
import enShell from './messages/en/shell.json' with { type: 'json' }
import enWords from './messages/en/words.json' with { type: 'json' }
import zhAlerts from './messages/zh/alerts.json' with { type: 'json' }
import zhChangeFindings from './messages/zh/change-findings.json' with { type: 'json' }
import zhChanges from './messages/zh/changes.json' with { type: 'json' }
import zhDiagnosis from './messages/zh/diagnosis.json' with { type: 'json' }
import zhFlags from './messages/zh/flags.json' with { type: 'json' }
import zhGraph from './messages/zh/graph.json' with { type: 'json' }
import zhOverview from './messages/zh/overview.json' with { type: 'json' }
import zhProblems from './messages/zh/problems.json' with { type: 'json' }
import zhReadiness from './messages/zh/readiness.json' with { type: 'json' }
import zhServices from './messages/zh/services.json' with { type: 'json' }
import zhShell from './messages/zh/shell.json' with { type: 'json' }
import zhWords from './messages/zh/words.json' with { type: 'json' }

const en = {
  alerts: enAlerts,
  diagnosis: enDiagnosis,
  changeFindings: enChangeFindings,
  changes: enChanges,
  flags: enFlags,
  graph: enGraph,
  overview: enOverview,
  problems: enProblems,
  readiness: enReadiness,
  services: enServices,
  shell: enShell,
  words: enWords,
}

const zh: typeof en = {
  alerts: zhAlerts,
  diagnosis: zhDiagnosis,
  changeFindings: zhChangeFindings,
  changes: zhChanges,
  flags: zhFlags,
  graph: zhGraph,
  overview: zhOverview,
  problems: zhProblems,
  readiness: zhReadiness,
  services: zhServices,
  shell: zhShell,
  words: zhWords,
}

/** Every sentence of the console by locale; a key missing in one language does not compile. */
export const messages = { en, zh }
export type Messages = typeof en

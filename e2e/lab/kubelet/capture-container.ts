import { captureRules, parseCapture } from './capture-rules.ts'
import { openContainerLog } from './container-log.ts'
import type { ContainerRecord } from './container-record.ts'
import { loadRules } from './network.ts'
import { timeNow } from './time-now.ts'

/** Does istio-init's work in a pod's network namespace, and records it as a container that ran to its end. */
export function runCapture(record: ContainerRecord, namespace: string, logFolder: string): void {
  const startedAt = timeNow()
  const log = openContainerLog(logFolder, record.restartCount)
  const { args = [] } = record.spec
  const rules = captureRules(parseCapture(args))
  record.containerId = `exantas-lab://${namespace}/${record.spec.name}`
  try {
    loadRules(namespace, rules)
    log.append([`istio-iptables ${args.slice(1).join(' ')}`, ...rules.trim().split('\n')])
    record.state = { terminated: { exitCode: 0, reason: 'Completed', startedAt, finishedAt: timeNow() } }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    log.append([message])
    record.state = { terminated: { exitCode: 1, reason: 'Error', message, startedAt, finishedAt: timeNow() } }
  }
  log.end()
}

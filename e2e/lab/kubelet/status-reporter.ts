import { ApiFailure, askApiServer } from './api-server.ts'
import { logLine } from './log-line.ts'
import type { PodMetadata, PodStatus } from './pod.ts'

export interface StatusReporter {
  /** Sends the newest status, one request at a time, until the API server has it or the pod is gone. */
  report(status: PodStatus): void
  /** What was said last. */
  reported(): PodStatus | undefined
  /** Resolves when nothing is left to send. */
  settled(): Promise<void>
}

const retryMs = 1_000

export function statusReporter({ namespace, name, uid }: PodMetadata, before: PodStatus | undefined): StatusReporter {
  const path = `/api/v1/namespaces/${namespace}/pods/${name}/status`
  let wanted = before
  let sent = ''
  let busy = Promise.resolve()

  async function send(): Promise<void> {
    const status = wanted
    const text = JSON.stringify(status)
    if (status === undefined || text === sent) {
      return
    }
    try {
      await askApiServer('PATCH', path, { metadata: { uid }, status })
      sent = text
    } catch (error) {
      if (error instanceof ApiFailure && [404, 409].includes(error.status)) {
        return
      }
      logLine(`status of ${namespace}/${name}: ${error instanceof Error ? error.message : error}`)
      setTimeout(enqueue, retryMs)
    }
  }

  function enqueue(): void {
    busy = busy.then(send)
  }

  return {
    report(status) {
      wanted = status
      enqueue()
    },
    reported: () => wanted,
    settled: () => busy,
  }
}

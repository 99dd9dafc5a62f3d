import { lab } from '../settings.ts'
import { logLine } from './log-line.ts'
import type { PodRunner } from './pod-runner.ts'
import { workloadName } from './workload-name.ts'

const everyMs = 10_000
const settleMs = 100

/** Tells telemetry which pods there are: on each change, and now and then in case it was restarted. Answers how to say "changed". */
export function telemetryPods(runners: () => readonly PodRunner[], signal: AbortSignal): () => void {
  let isSilent = false
  let timer: NodeJS.Timeout | undefined

  async function push(): Promise<void> {
    timer = undefined
    const body = JSON.stringify(runners().map(described))
    const headers = { 'content-type': 'application/json' }
    try {
      const answer = await fetch(`${lab.urls.telemetry}/pods`, {
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(2_000),
      })
      await answer.text()
      isSilent = false
    } catch (error) {
      if (!isSilent) {
        logLine(`telemetry does not answer: ${error instanceof Error ? error.message : error}`)
      }
      isSilent = true
    }
  }

  const interval = setInterval(() => void push(), everyMs)
  signal.addEventListener('abort', () => clearInterval(interval), { once: true })
  return () => {
    if (timer === undefined) {
      timer = setTimeout(() => void push(), settleMs)
    }
  }
}

function described(runner: PodRunner): object {
  const { metadata, spec } = runner.pod
  const all = [...(spec.initContainers ?? []), ...spec.containers]
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    ip: runner.podIp,
    workload: workloadName(metadata),
    labels: metadata.labels ?? {},
    cluster: lab.clusterId,
    isMeshed: all.some(({ name }) => name === 'istio-proxy'),
    isHostNetwork: spec.hostNetwork === true,
  }
}

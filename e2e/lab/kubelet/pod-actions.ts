import { lab } from '../settings.ts'
import { ApiFailure, askApiServer } from './api-server.ts'
import { logLine } from './log-line.ts'
import { pause } from './pause.ts'
import { type Pod, podKey } from './pod.ts'

const insistEveryMs = 1_000

/** Does it until the API server has taken it or knows better. */
export async function insist(what: string, { metadata }: Pod, action: () => Promise<void>): Promise<void> {
  for (let isDone = false; !isDone; ) {
    try {
      await action()
      isDone = true
    } catch (error) {
      isDone = error instanceof ApiFailure && error.status < 500
      if (!(error instanceof ApiFailure && [404, 409].includes(error.status))) {
        logLine(`${what} ${podKey(metadata)}: ${error instanceof Error ? error.message : error}`)
        await pause(insistEveryMs)
      }
    }
  }
}

/** Gives the pod to this node: there is no scheduler. */
export async function bindPod({ metadata: { namespace, name, uid } }: Pod): Promise<void> {
  await askApiServer('POST', `/api/v1/namespaces/${namespace}/pods/${name}/binding`, {
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name, namespace, uid },
    target: { apiVersion: 'v1', kind: 'Node', name: lab.node },
  })
}

/** Takes a pod that has ended from the API server. */
export async function deletePod({ metadata: { namespace, name, uid } }: Pod): Promise<void> {
  const options = { gracePeriodSeconds: 0, preconditions: { uid } }
  await askApiServer('DELETE', `/api/v1/namespaces/${namespace}/pods/${name}`, options)
}

import { askApiServer } from './api-server.ts'
import { followObjects } from './follow-objects.ts'
import { startKubeletServer } from './kubelet-server.ts'
import { logLine } from './log-line.ts'
import { NameService } from './name-service.ts'
import { ensureBridge, removePodNetworks } from './network.ts'
import { keepNode } from './node-object.ts'
import { NodePods } from './node-pods.ts'
import type { Pod } from './pod.ts'
import { telemetryPods } from './telemetry-pods.ts'

/*
 * The lab's stand-in for a kubelet, container runtime, scheduler, DNS and kube-proxy: runs every Pod as processes in a
 * network namespace of its own.
 */
const life = new AbortController()
const goodbyeMs = 2_000

removePodNetworks()
ensureBridge()
const names = new NameService()
await names.start(life.signal)
const { items } = await askApiServer<{ items: Pod[] }>('GET', '/api/v1/pods')
const keptAddresses = items.flatMap(({ status }) => status?.podIP ?? [])
const pods = new NodePods({ names, keptAddresses, onChange: () => changed() })
const changed = telemetryPods(() => pods.runners, life.signal)
const node = await keepNode(life.signal)
await new Promise<void>((resolve) => {
  const follower = {
    onObject: (pod: Pod) => pods.onObject(pod),
    onGone: (uid: string) => pods.onGone(uid),
    onSynced() {
      pods.onSynced()
      resolve()
    },
  }
  void followObjects('/api/v1/pods', follower, life.signal)
})
// Who hears an answer from here on no longer reads what an earlier kubelet wrote.
await Promise.all(pods.runners.map((runner) => runner.reported()))
const server = await startKubeletServer(pods)
logLine('the kubelet runs')

async function leave(): Promise<void> {
  life.abort()
  server.close()
  const farewell = node.goodbye().catch((error: Error) => logLine(error.message))
  await pods.stopAll()
  removePodNetworks()
  await Promise.race([farewell, new Promise((resolve) => setTimeout(resolve, goodbyeMs))])
  process.exit(0)
}

// One pod's trouble must not take the others down with their kubelet.
process.on('unhandledRejection', (error) =>
  logLine(error instanceof Error ? (error.stack ?? error.message) : `${error}`),
)
process.once('SIGTERM', () => void leave()).once('SIGINT', () => void leave())

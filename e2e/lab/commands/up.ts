import { cpSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from '../build.ts'
import { startApiServer } from '../control-plane/api-server.ts'
import { installIstio } from '../control-plane/istio.ts'
import { adminToken, makeKeys } from '../control-plane/public-keys.ts'
import { fillManifest, manifestsIn } from '../fill-manifest.ts'
import { ensureFreePorts } from '../free-ports.ts'
import { startKubelet, startObservability, startOutside, startVisitors, usualLoad } from '../host-processes.ts'
import { applyIdentities } from '../identities.ts'
import { startedIncidents } from '../incidents/started-incidents.ts'
import { apply, kubectl } from '../kubectl.ts'
import { ensureBridge } from '../kubelet/network.ts'
import { say } from '../say.ts'
import { lab } from '../settings.ts'
import { claimState } from '../state-folder.ts'
import { until } from '../until.ts'
import { heal } from './heal.ts'
import { status } from './status.ts'

/** From whatever is there to a mesh that serves: what already runs is left alone, what is missing is started, what ails is healed. */
export async function up(): Promise<void> {
  await build()
  await ensureFreePorts()
  claimState()
  adminToken()
  copyWorkload()
  ensureBridge()
  await makeKeys()
  say('starting etcd, kube-apiserver, kube-controller-manager')
  await startApiServer()
  await until('there are service accounts', async () => (await kubectl(['get', 'serviceaccount', 'default'])) !== '', {
    seconds: 60,
  })
  await startObservability()
  await startKubelet()
  say('starting istiod')
  await installIstio()
  say('starting the shop')
  for (const path of manifestsIn('shop')) {
    await apply(fillManifest(path))
  }
  await applyIdentities()
  startOutside()
  // Manifests were applied over them, and a shop with one in it may never be ready.
  const incidents = startedIncidents()
  if (incidents.length > 0) {
    await heal(incidents)
  }
  await untilShopIsReady()
  await startVisitors(usualLoad)
  await status()
}

/** The pods' user may not read the repository. Pods that already run may start it at any moment. */
function copyWorkload(): void {
  const copy = join(lab.state, 'app')
  const fresh = `${copy}.new`
  rmSync(fresh, { recursive: true, force: true })
  cpSync(join(import.meta.dirname, '../workload'), fresh, {
    recursive: true,
    filter: (path) => !path.endsWith('.test.ts'),
  })
  rmSync(copy, { recursive: true, force: true })
  renameSync(fresh, copy)
}

async function untilShopIsReady(): Promise<void> {
  for (const namespace of ['edge', 'shop', 'pay']) {
    const kinds = ['deployment', ...(namespace === 'shop' ? ['statefulset'] : [])]
    for (const kind of kinds) {
      for (const name of (await kubectl(['-n', namespace, 'get', kind, '-o', 'name'])).trim().split('\n')) {
        await kubectl(['-n', namespace, 'rollout', 'status', name, '--timeout=180s'])
      }
    }
  }
}

import { once } from 'node:events'
import { createServer } from 'node:net'
import { hostProcessId } from './host-process.ts'
import { processesOfPods } from './kubelet/leftovers.ts'
import { LabFailure } from './say.ts'
import { lab } from './settings.ts'

const listeners = {
  etcd: lab.urls.etcd,
  'kube-apiserver': lab.urls.apiServer,
  telemetry: lab.urls.telemetry,
  prometheus: lab.urls.prometheus,
  alertmanager: lab.urls.alertmanager,
  jaeger: lab.urls.jaeger,
}

/** Who finds its port taken says so in its log only. */
export async function ensureFreePorts(): Promise<void> {
  const mayStart = Object.entries(listeners).filter(([name]) => hostProcessId(name) === undefined)
  const mayIstiod = hostProcessId('kubelet') === undefined && processesOfPods().length === 0
  const taken: string[] = []
  for (const [name, url] of [...mayStart, ...(mayIstiod ? [['istiod', lab.urls.istiodDebug] as const] : [])]) {
    if (!(await isFree(url))) {
      taken.push(`${new URL(url).host} for ${name}`)
    }
  }
  if (taken.length > 0) {
    throw new LabFailure(`Taken, but needed: ${taken.join(', ')}. ss -ltnp tells by whom.`)
  }
}

export async function isFree(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url)
  const probe = createServer().listen(Number(port), hostname)
  try {
    await once(probe, 'listening')
  } catch {
    return false
  }
  probe.close()
  await once(probe, 'close')
  return true
}

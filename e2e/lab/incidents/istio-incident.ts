import { apply, kubectl } from '../kubectl.ts'
import type { Incident } from './incident.ts'
import { type ProxyOwner, untilProxiesTook } from './proxy-sync.ts'
import { type MeshObject, manifestOf } from './shop-manifests.ts'

interface Misconfiguration {
  name: string
  summary: string
  /** The object as the incident has it. */
  object: MeshObject
  /** Whose proxies act on it. */
  takenBy: ProxyOwner[]
}

/** An incident that somebody caused by writing an Istio object. */
export function istioIncident({ name, summary, object, takenBy }: Misconfiguration): Incident {
  const write = async (change: () => Promise<unknown>) => {
    const since = new Date()
    const before = await versionOf(object)
    await change()
    if ((await versionOf(object)) !== before) {
      await untilProxiesTook(takenBy, since)
    }
  }
  return {
    name,
    summary,
    actsOn: 'istio',
    start: () => write(() => apply(object)),
    heal: () => write(() => restore(object)),
  }
}

async function restore(object: MeshObject): Promise<void> {
  const manifest = manifestOf(object)
  if (manifest === undefined) {
    await kubectl(['delete', ...named(object), '--ignore-not-found'])
  } else {
    await apply(manifest)
  }
}

/** Changes with everything that is written to the object; empty while there is none. */
function versionOf(object: MeshObject): Promise<string> {
  return kubectl([
    'get',
    ...named(object),
    '--ignore-not-found',
    '-o',
    'jsonpath={.metadata.uid}/{.metadata.generation}',
  ])
}

function named({ apiVersion, kind, metadata }: MeshObject): string[] {
  const [group = '', version = ''] = apiVersion.split('/')
  return ['-n', metadata.namespace, `${kind}.${version}.${group}`, metadata.name]
}

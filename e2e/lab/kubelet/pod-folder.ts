import { chownSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { lab } from '../settings.ts'
import { ApiFailure, askApiServer } from './api-server.ts'
import type { Container, KeyRef, Pod, Volume, VolumeSource } from './pod.ts'
import { fieldOf } from './resolve-env.ts'

interface PodAddresses {
  podIp: string
  hostIp: string
}

/** What the API server holds for a pod's volumes and variables. */
export interface KeyedData {
  data?: Record<string, string>
}

/** A pod's directory: the working directory of its processes and, by relative paths, their file system. */
export function podFolder({ namespace, name }: { namespace: string; name: string }): string {
  return join(lab.pods, namespace, name)
}

/** Where the kubelet keeps a pod's logs. */
export function logFolder({ namespace, name, uid }: { namespace: string; name: string; uid: string }): string {
  return join(lab.logs, 'pods', `${namespace}_${name}_${uid}`)
}

/** Writes a container's volumes to where it mounts them, below the pod's directory. */
export async function mountVolumes(
  pod: Pod,
  container: Container,
  uid: number,
  addresses: PodAddresses,
): Promise<void> {
  const folder = podFolder(pod.metadata)
  mkdirSync(folder, { recursive: true })
  for (const { name, mountPath } of container.volumeMounts ?? []) {
    const target = join(folder, mountPath)
    makeOwned(folder, target, uid)
    const volume = pod.spec.volumes?.find((one) => one.name === name)
    for (const source of sourcesOf(volume)) {
      for (const [path, text] of await filesOf(pod, source, addresses)) {
        makeOwned(folder, dirname(join(target, path)), uid)
        writeFileSync(join(target, path), text, { mode: 0o644 })
      }
    }
  }
}

/** Directories of a proxy that its image has and that no volume is. */
export function makeProxyFolders(pod: Pod, uid: number): void {
  const folder = podFolder(pod.metadata)
  for (const path of ['var/log/istio', 'etc/certs', 'var/lib/istio/data']) {
    makeOwned(folder, join(folder, path), uid)
  }
}

/** Brings the files of the downward API up to date with a changed pod. */
export async function refreshVolumes(pod: Pod, addresses: PodAddresses): Promise<void> {
  for (const container of [...(pod.spec.initContainers ?? []), ...pod.spec.containers]) {
    for (const { name, mountPath } of container.volumeMounts ?? []) {
      const volume = pod.spec.volumes?.find((one) => one.name === name)
      const target = join(podFolder(pod.metadata), mountPath)
      if (volume?.downwardAPI !== undefined && existsSync(target)) {
        for (const [path, text] of await filesOf(pod, volume, addresses)) {
          writeFileSync(join(target, path), text)
        }
      }
    }
  }
}

/** A new pod inherits nothing from its namesake before it: what that was told to do, what its proxy logged. */
export function forgetNamesake({ metadata }: Pod): void {
  rmSync(podFolder(metadata), { recursive: true, force: true })
}

/** Removes the directories and logs of pods that are no more. */
export function removeFoldersExcept(pods: readonly Pod[]): void {
  const folders = new Set(pods.map(({ metadata }) => podFolder(metadata)))
  for (const namespace of entriesOf(lab.pods)) {
    for (const name of entriesOf(join(lab.pods, namespace))) {
      removeUnless(folders, podFolder({ namespace, name }))
    }
  }
  const logs = new Set(pods.map(({ metadata }) => logFolder(metadata)))
  const all = join(lab.logs, 'pods')
  for (const name of entriesOf(all)) {
    removeUnless(logs, join(all, name))
  }
}

function removeUnless(kept: ReadonlySet<string>, folder: string): void {
  if (!kept.has(folder)) {
    rmSync(folder, { recursive: true, force: true })
  }
}

function entriesOf(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}

/** Everything below the pod's directory belongs to whom it is made for. */
function makeOwned(folder: string, target: string, uid: number): void {
  mkdirSync(target, { recursive: true })
  for (let path = target; path.length > folder.length; path = dirname(path)) {
    chownSync(path, uid, uid)
  }
}

function sourcesOf(volume: Volume | undefined): VolumeSource[] {
  if (volume === undefined) {
    return []
  }
  return [volume, ...(volume.projected?.sources ?? [])]
}

async function filesOf(pod: Pod, source: VolumeSource, addresses: PodAddresses): Promise<[string, string][]> {
  const { configMap, downwardAPI, serviceAccountToken } = source
  if (configMap !== undefined) {
    const found = await readData(pod.metadata.namespace, 'configMap', configMap)
    const all = Object.entries(found?.data ?? {})
    return configMap.items === undefined
      ? all
      : configMap.items.flatMap(({ key, path }) => all.filter(([name]) => name === key).map(([, text]) => [path, text]))
  }
  if (downwardAPI !== undefined) {
    return (downwardAPI.items ?? []).map(({ path, fieldRef }) => [
      path,
      fieldOf(pod, fieldRef?.fieldPath ?? '', addresses),
    ])
  }
  return serviceAccountToken === undefined ? [] : [[serviceAccountToken.path, await newToken(pod, serviceAccountToken)]]
}

/** A ConfigMap or Secret of the pod's namespace; undefined when it is optional and absent. */
export async function readData(
  namespace: string,
  kind: 'configMap' | 'secret',
  { name, optional }: Pick<KeyRef, 'name' | 'optional'>,
): Promise<KeyedData | undefined> {
  const resource = kind === 'configMap' ? 'configmaps' : 'secrets'
  try {
    return await askApiServer<KeyedData>('GET', `/api/v1/namespaces/${namespace}/${resource}/${name}`)
  } catch (error) {
    if (optional === true && error instanceof ApiFailure && error.status === 404) {
      return undefined
    }
    throw error
  }
}

/** A token bound to the pod. It is not renewed: the lab's pods live shorter than Istio's twelve hours. */
async function newToken(
  { metadata, spec }: Pod,
  { audience, expirationSeconds = 3600 }: { audience?: string; expirationSeconds?: number },
): Promise<string> {
  const account = spec.serviceAccountName ?? 'default'
  const path = `/api/v1/namespaces/${metadata.namespace}/serviceaccounts/${account}/token`
  const { status } = await askApiServer<{ status: { token: string } }>('POST', path, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: {
      ...(audience === undefined ? {} : { audiences: [audience] }),
      expirationSeconds,
      boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: metadata.name, uid: metadata.uid },
    },
  })
  return status.token
}

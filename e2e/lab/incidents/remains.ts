import { existsSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { hostProcessId } from '../host-process.ts'
import { getJson } from '../kubectl.ts'
import { networkNamespaces } from '../kubelet/network.ts'
import { programOutput } from '../run-program.ts'
import { surgeProcess } from './load-surge.ts'
import { lossTable } from './packet-loss.ts'
import { behaviourFileOf } from './pod-behaviour.ts'
import { type MeshObject, shopManifests } from './shop-manifests.ts'

const namespaces = ['edge', 'pay', 'shop']
const istioKinds = [
  'gateways.networking.istio.io',
  'virtualservices',
  'destinationrules',
  'serviceentries',
  'sidecars',
  'authorizationpolicies',
  'peerauthentications',
  'requestauthentications',
].join(',')

/** What of the shop is not as its manifests have it, one line each: nothing once all incidents are healed. */
export async function remains(): Promise<string[]> {
  const manifests = shopManifests()
  const found = await Promise.all(
    namespaces.map(async (namespace) => [
      ...(await changedIstioObjects(manifests, namespace)),
      ...(await scaledWorkloads(manifests, namespace)),
      ...(await toldPods(namespace)),
    ]),
  )
  return [...found.flat(), ...lossyNetworks(), ...hostProcesses()].sort()
}

async function changedIstioObjects(manifests: MeshObject[], namespace: string): Promise<string[]> {
  const { items } = await getJson<{ items: MeshObject[] }>(['-n', namespace, istioKinds])
  const expected = manifests.filter(
    ({ apiVersion, metadata }) => apiVersion.includes('istio.io') && metadata.namespace === namespace,
  )
  const specs = (objects: MeshObject[]) => new Map(objects.map((one) => [`${one.kind} ${nameOf(one)}`, one.spec]))
  const [has, should] = [specs(items), specs(expected)]
  return [...new Set([...has.keys(), ...should.keys()])]
    .filter((key) => !isDeepStrictEqual(has.get(key), should.get(key)))
    .map((key) => `${key} is not as in its manifest`)
}

async function scaledWorkloads(manifests: MeshObject[], namespace: string): Promise<string[]> {
  const { items } = await getJson<{ items: MeshObject[] }>(['-n', namespace, 'deployments,statefulsets'])
  return items
    .filter(({ kind, metadata, spec }) => {
      const manifest = manifests.find(
        (one) => one.kind === kind && one.metadata.namespace === namespace && one.metadata.name === metadata.name,
      )
      return spec.replicas !== manifest?.spec.replicas
    })
    .map((one) => `${one.kind} ${nameOf(one)} has ${one.spec.replicas} replicas`)
}

async function toldPods(namespace: string): Promise<string[]> {
  const { items } = await getJson<{ items: MeshObject[] }>(['-n', namespace, 'pods'])
  return items
    .filter(({ metadata }) => existsSync(behaviourFileOf(metadata)))
    .map((pod) => `pod ${nameOf(pod)} has a behaviour file`)
}

function lossyNetworks(): string[] {
  return networkNamespaces()
    .filter((network) => programOutput('ip', ['netns', 'exec', network, 'nft', 'list', 'table', 'inet', lossTable]))
    .map((network) => `${network} loses packets`)
}

function hostProcesses(): string[] {
  return [
    ...(hostProcessId('outside') === undefined ? ['the bank does not run'] : []),
    ...(hostProcessId(surgeProcess) === undefined ? [] : ['the surge goes on']),
  ]
}

function nameOf({ metadata: { namespace, name } }: MeshObject): string {
  return `${namespace}/${name}`
}

import type { Blueprint, DemoCall, DemoService, DemoWorkload } from './blueprint.ts'
import { call, istioObject, service, versionSubsets, weightedRoute, workload } from './blueprint-parts.ts'
import { type GrownPlace, namespaceName, serviceName } from './mesh-names.ts'
import { shop, shopGateway } from './shop.ts'
import { hashText, hashUnit } from './unit-process.ts'

const layers = 5
const servicesPerNamespace = 50
const callsPerService = 6.2
/** Share of a namespace's services in each layer, from those people reach to those that only answer. */
const layerShares = [0.08, 0.22, 0.28, 0.24, 0.18]
const meanMsOfLayer = [140, 62, 28, 12, 5]

interface GrownService extends GrownPlace {
  service: DemoService
  layer: number
  versions: string[]
  /** Numbers in [0, 1) of this service's own. */
  chance(question: number): number
}

/** The shop, grown to about `services` services by namespaces of layered ones; fewer than the shop has is the shop. */
export function grownMesh(services: number, seed: number, { isQuiet = false } = {}): Blueprint {
  const core = shop({ isQuiet })
  const missing = services - core.services.length
  if (missing <= 0) {
    return core
  }
  const grown = Array.from({ length: missing }, (_, index) => grownService(index, missing, seed))
  const namespaces = [...new Set(grown.map(({ service: { namespace } }) => namespace))]
  return {
    namespaces: [...core.namespaces, ...namespaces].sort(),
    services: [...core.services, ...grown.map((one) => one.service)],
    workloads: [
      ...core.workloads,
      ...grown.flatMap((one, index) => workloadsOf(one, isQuiet ? 0 : troubleOf(index, grown))),
    ],
    calls: [
      ...core.calls,
      ...namespaces.map((name) => visits(name, grown)),
      ...grown.flatMap((one) => callsOf(one, grown)),
    ],
    entries: core.entries,
    objects: [
      ...core.objects,
      ...namespaces.map((name) => publicRoute(name, grown)),
      ...grown.filter(({ versions }) => versions.length > 1).flatMap(split),
    ],
  }
}

function grownService(index: number, all: number, seed: number): GrownService {
  const namespaces = Math.max(1, Math.round(all / servicesPerNamespace))
  const place = { namespaceIndex: index % namespaces, index: Math.floor(index / namespaces) }
  const perNamespace = Math.ceil(all / namespaces)
  const layer = layerAt((place.index + 0.5) / perNamespace)
  const namespace = namespaceName(place.namespaceIndex)
  const key = hashText(`${namespace}/${place.index}`, seed)
  const chance = (question: number) => hashUnit(key, question + 1)
  const protocol = layer === 4 && chance(0) < 0.5 ? 'tcp' : layer > 0 && chance(0) > 0.68 ? 'grpc' : 'http'
  const versions = protocol !== 'tcp' && chance(1) < 0.07 ? ['v1', 'v2'] : ['v1']
  return {
    ...place,
    service: service(namespace, serviceName(place.index, protocol), protocol),
    layer,
    versions,
    chance,
  }
}

function layerAt(share: number): number {
  let end = 0
  const found = layerShares.findIndex((width) => {
    end += width
    return share < end
  })
  return found === -1 ? layers - 1 : found
}

/** Own failures of the few services that are in trouble: one failing outright, two degraded. */
function troubleOf(index: number, grown: GrownService[]): number {
  const places = [0.31, 0.47, 0.68].map((share) => Math.floor(share * grown.length))
  return [0.14, 0.03, 0.02][places.indexOf(index)] ?? 0
}

function workloadsOf(
  { service: { namespace, name, protocol }, versions, layer, chance }: GrownService,
  trouble: number,
): DemoWorkload[] {
  return versions.map((version, at) => {
    const isLast = at === versions.length - 1
    const share = (isLast ? trouble : 0) + 0.0002 + 0.0008 * chance(2)
    const failure = protocol === 'grpc' ? { code: '200', grpcStatus: '13' } : { code: trouble > 0 ? '503' : '500' }
    return workload(namespace, name, protocol === 'tcp' ? undefined : version, {
      kind: protocol === 'tcp' ? 'StatefulSet' : 'Deployment',
      readyPods: protocol === 'tcp' ? 1 : 1 + Math.floor(3 * chance(3)),
      ownAnswers: protocol === 'tcp' ? [] : [{ ...failure, share, isFailure: true }],
      meanMs: (meanMsOfLayer[layer] ?? 10) * (0.5 + chance(4)),
      sigma: 0.5 + 0.4 * chance(5),
    })
  })
}

/** Calls to deeper layers, mostly at home, each next callee asked less often than the one before. */
function callsOf(caller: GrownService, grown: GrownService[]): DemoCall[] {
  const { service: own, layer, chance } = caller
  const deeper = grown.filter((one) => one.layer > layer && one.layer <= layer + 2)
  const atHome = deeper.filter((one) => one.service.namespace === own.namespace)
  const wanted = Math.round(callsPerService * (0.4 + 1.2 * chance(6)))
  const chosen = new Set<GrownService>()
  for (let draw = 0; draw < 3 * wanted && chosen.size < wanted; draw++) {
    const pool = chance(100 + 2 * draw) < 0.85 && atHome.length > 0 ? atHome : deeper
    // Squared, so that a few services are asked by many.
    const pick = pool[Math.floor(chance(101 + 2 * draw) ** 2 * pool.length)]
    if (pick !== undefined) {
      chosen.add(pick)
    }
  }
  return [...chosen].map(({ service: target }, rank) =>
    call(`${own.namespace}/${own.name}`, target, 0.8 / (rank + 1) ** 0.9, {
      isCritical: rank === 0 && chance(7) < 0.5,
    }),
  )
}

function frontsOf(namespace: string, grown: GrownService[]): GrownService[] {
  return grown.filter((one) => one.service.namespace === namespace && one.layer === 0)
}

function publicHost(namespace: string): string {
  return `${namespace}.example`
}

/** What people ask a namespace's front services for through the gateway, by rank. */
function visits(namespace: string, grown: GrownService[]): DemoCall {
  const fronts = frontsOf(namespace, grown)
  const weights = fronts.map((_, rank) => 1 / (rank + 1))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return {
    caller: 'edge/ingressgateway',
    gateway: shopGateway,
    host: publicHost(namespace),
    port: 80,
    protocol: 'http',
    perRequest: 0.9 / ((fronts[0]?.namespaceIndex ?? 0) + 1) ** 0.7,
    isCritical: false,
    requests: fronts.map(({ service: { name } }, rank) => ({
      share: (weights[rank] ?? 0) / total,
      method: 'GET',
      path: `/${name}/`,
      headers: {},
    })),
  }
}

function publicRoute(namespace: string, grown: GrownService[]) {
  return istioObject('networking', 'VirtualService', namespace, 'public', {
    hosts: [publicHost(namespace)],
    gateways: [shopGateway],
    http: frontsOf(namespace, grown).map(({ service: { name, fqdn } }) => ({
      name,
      match: [{ uri: { prefix: `/${name}/` } }],
      route: [{ destination: { host: fqdn, port: { number: 8080 } } }],
    })),
  })
}

function split({ service: target, chance }: GrownService) {
  const canary = [5, 10, 20, 50][Math.floor(4 * chance(8))] ?? 10
  return [versionSubsets(target, ['v1', 'v2']), weightedRoute(target, { v1: 100 - canary, v2: canary })]
}

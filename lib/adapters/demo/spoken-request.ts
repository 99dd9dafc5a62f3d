import type { DemoCall, DemoRequest } from './blueprint.ts'
import type { Flow } from './flow.ts'
import { authorityOf } from './planned-flows.ts'
import { hashUnit } from './unit-process.ts'
import type { DemoWorld } from './world.ts'

/** How a request was put by the app that sent it. */
export interface SpokenRequest {
  method: string
  path: string
  authority: string
  /** The host that was meant, as routes name it. */
  host: string
  /** Of the service it went to. */
  port: number
}

/** Finds what the requests of a flow say; the phrases of a call take turns by their shares. */
export function spokenRequests(world: DemoWorld): (flow: Flow, index: number) => SpokenRequest {
  const callsByFlow = new Map<Flow, DemoCall | undefined>()
  const portByHost = new Map(world.services.map(({ fqdn, ports }) => [fqdn, ports[0]?.number]))
  const unmeshed = new Set(
    world.workloads
      .filter(({ membership }) => membership === 'none')
      .map(({ namespace, app }) => `${namespace}/${app}`),
  )
  return (flow, index) => {
    if (!callsByFlow.has(flow)) {
      callsByFlow.set(flow, callOf(world.calls, flow, unmeshed))
    }
    const call = callsByFlow.get(flow)
    const { host = '' } = flow.destination
    const namespace = flow.source.namespace ?? call?.caller.split('/')[0] ?? ''
    const { method, path } = phraseAt(call?.requests ?? [], hashUnit(flow.hash ^ 0x1d3f, index))
    return {
      method,
      path,
      authority: call === undefined ? host : authorityOf({ namespace }, call),
      host: call?.host ?? host,
      port: portByHost.get(host) ?? call?.port ?? 80,
    }
  }
}

/** The call a flow comes of. Requests that met no cluster have the authority for a host, those of a gateway the service's. */
function callOf(calls: DemoCall[], { source, destination, protocol }: Flow, unmeshed: Set<string>) {
  const { host, serviceNamespace } = destination
  const own = calls.filter(
    (call) =>
      call.protocol === protocol &&
      (source.workload === undefined ? unmeshed.has(call.caller) : call.caller === `${source.namespace}/${source.app}`),
  )
  const atGateway = own.filter(({ gateway }) => gateway !== undefined)
  return (
    own.find((call) => call.host === host) ??
    own.find((call) => authorityOf({ namespace: source.namespace ?? '' }, call) === host) ??
    atGateway.find((call) => call.host.split('.')[0] === serviceNamespace) ??
    atGateway[0] ??
    own[0]
  )
}

const plain: DemoRequest = { share: 1, method: 'GET', path: '/', headers: {} }

function phraseAt(requests: DemoRequest[], place: number): DemoRequest {
  let end = 0
  const found = requests.find(({ share }) => {
    end += share
    return place < end
  })
  return found ?? requests[0] ?? plain
}

import type { ServicePort } from '../../domain/mesh/inventory.ts'

type Protocol = ServicePort['protocol']

const byIstioName = new Map<string, Protocol>([
  ['http', 'http'],
  ['http2', 'http'],
  ['http_proxy', 'http'],
  ['grpc', 'grpc'],
  ['grpc-web', 'grpc'],
  ['tcp', 'tcp'],
  ['tls', 'tcp'],
  ['https', 'tcp'],
  ['mongo', 'tcp'],
  ['mysql', 'tcp'],
  ['redis', 'tcp'],
])

const byKubernetesName = new Map<string, Protocol>([
  ['kubernetes.io/h2c', 'http'],
  ['kubernetes.io/ws', 'http'],
  ['kubernetes.io/wss', 'tcp'],
])

/** Ports on which the server speaks first: sniffing them would hang, so Istio takes them for TCP. */
const serverFirstPorts = new Set([25, 53, 3306, 27_017])

/**
 * The application protocol Istio selects for a Service port: `appProtocol`, else the port name or its part before the
 * first dash (`grpc-web` whole), case ignored; an `appProtocol` that Istio does not know is not backed by the port name.
 * Without either, server-first ports are TCP and the rest is sniffed per connection, which is `unknown` here.
 */
export function servicePortProtocol(port: {
  appProtocol?: string | undefined
  name?: string | undefined
  number: number
  transport?: string | undefined
}): Protocol {
  if (port.transport !== undefined && port.transport !== 'TCP') {
    return 'unknown'
  }
  const declared = (port.appProtocol ?? port.name ?? '').toLowerCase()
  const prefix = declared.startsWith('grpc-web') ? 'grpc-web' : (declared.split('-', 1)[0] ?? '')
  const known = byKubernetesName.get(declared) ?? byIstioName.get(prefix)
  return known ?? (serverFirstPorts.has(port.number) ? 'tcp' : 'unknown')
}

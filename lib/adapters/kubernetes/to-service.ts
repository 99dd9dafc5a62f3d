import type { MeshService, ServicePort } from '../../domain/mesh/inventory.ts'
import { type ObjectKey, objectKey } from './object-key.ts'
import { integer, list, record, text, textMap } from './read-json.ts'
import { servicePortProtocol } from './service-port-protocol.ts'

export interface ServiceRecord extends ObjectKey {
  ports: ServicePort[]
  selector: Record<string, string>
  labels: Record<string, string>
}

export function trimService(object: unknown): ServiceRecord | undefined {
  const key = objectKey(object)
  if (key === undefined) {
    return undefined
  }
  const spec = record(record(object).spec)
  return {
    ...key,
    ports: list(spec.ports).flatMap((port) => trimPort(record(port)) ?? []),
    selector: textMap(spec.selector),
    labels: textMap(record(record(object).metadata).labels),
  }
}

function trimPort(port: Record<string, unknown>): ServicePort | undefined {
  const number = integer(port.port)
  if (number === undefined) {
    return undefined
  }
  const name = text(port.name)
  const protocol = servicePortProtocol({
    appProtocol: text(port.appProtocol),
    name,
    number,
    transport: text(port.protocol),
  })
  return { ...(name === undefined ? {} : { name }), number, protocol }
}

export function toService(service: ServiceRecord, cluster: string): MeshService {
  return { cluster, ...service }
}

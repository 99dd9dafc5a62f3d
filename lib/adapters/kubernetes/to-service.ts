import type { MeshService, ServicePort } from '../../domain/mesh/inventory.ts'
import { healthAnnotation } from './health-annotation.ts'
import { type ObjectKey, objectKey } from './object-key.ts'
import { integer, list, record, text, textMap } from './read-json.ts'
import { servicePortProtocol } from './service-port-protocol.ts'

export interface ServiceRecord extends ObjectKey {
  ports: ServicePort[]
  selector: Record<string, string>
  isHeadless?: true
  labels: Record<string, string>
  healthAnnotation?: string
}

export function trimService(object: unknown): ServiceRecord | undefined {
  const key = objectKey(object)
  if (key === undefined) {
    return undefined
  }
  const spec = record(record(object).spec)
  const metadata = record(record(object).metadata)
  return {
    ...key,
    ports: list(spec.ports).flatMap((port) => trimPort(record(port)) ?? []),
    selector: textMap(spec.selector),
    ...(spec.clusterIP === 'None' && { isHeadless: true }),
    labels: textMap(metadata.labels),
    ...healthAnnotation(metadata),
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

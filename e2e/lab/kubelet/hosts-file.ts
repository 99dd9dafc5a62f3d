import { type EndpointSlice, readyEndpoints, type Service } from './service.ts'

interface HostsFile {
  pod: { namespace: string; name: string; ip: string }
  services: readonly Service[]
  slices: readonly EndpointSlice[]
  /** Names outside the cluster and names whose Service nobody proxies. */
  fixed: readonly { ip: string; names: string[] }[]
}

/** A pod's /etc/hosts, which is the lab's DNS: every Service by its usual names, headless ones by their ready endpoints. */
export function hostsFile({ pod, services, slices, fixed }: HostsFile): string {
  const fixedNames = new Set(fixed.flatMap(({ names }) => names))
  const lines = ['127.0.0.1 localhost', `${pod.ip} ${pod.name}`, ...fixed.map(({ ip, names }) => line(ip, names))]
  for (const service of services) {
    const names = namesOf(service, pod.namespace).filter((name) => !fixedNames.has(name))
    if (names.length > 0) {
      lines.push(...addressesOf(service, slices).map((ip) => line(ip, names)))
    }
  }
  return `${lines.join('\n')}\n`
}

function namesOf({ metadata: { namespace, name } }: Service, from: string): string[] {
  const full = `${name}.${namespace}`
  return [...(namespace === from ? [name] : []), full, `${full}.svc`, `${full}.svc.cluster.local`]
}

function addressesOf(service: Service, slices: readonly EndpointSlice[]): string[] {
  const { clusterIP } = service.spec
  return clusterIP === 'None' ? readyEndpoints(service, slices) : clusterIP ? [clusterIP] : []
}

function line(ip: string, names: readonly string[]): string {
  return `${ip} ${names.join(' ')}`
}

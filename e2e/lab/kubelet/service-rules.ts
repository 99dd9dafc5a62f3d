import { type EndpointSlice, readyAddresses, type Service, slicesOf } from './service.ts'

/** nftables rules that lead connections to cluster IPs to a ready endpoint, as kube-proxy would; refused where there is none. */
export function serviceRules(services: readonly Service[], slices: readonly EndpointSlice[]): string {
  const rules = services.flatMap((service) => rulesOf(service, slicesOf(service, slices)))
  return `table ip exlab_services
delete table ip exlab_services
table ip exlab_services {
  chain lead {
    type nat hook output priority -100; policy accept;
${rules
  .filter(({ target }) => target !== undefined)
  .map(({ match, target }) => `    ${match} dnat to ${target}`)
  .join('\n')}
  }
  chain refuse {
    type filter hook output priority 0; policy accept;
${rules
  .filter(({ target }) => target === undefined)
  .map(({ match }) => `    ${match} reject with tcp reset`)
  .join('\n')}
  }
}
`
}

function rulesOf({ spec }: Service, slices: readonly EndpointSlice[]): { match: string; target: string | undefined }[] {
  const { clusterIP, ports = [] } = spec
  if (clusterIP === undefined || clusterIP === 'None' || clusterIP === '') {
    return []
  }
  return ports
    .filter(({ protocol = 'TCP' }) => protocol === 'TCP')
    .map(({ name, port }) => ({
      match: `ip daddr ${clusterIP} tcp dport ${port}`,
      target: spread(slices.flatMap((slice) => endpointsOf(slice, name))),
    }))
}

function endpointsOf(slice: EndpointSlice, name = ''): string[] {
  const port = slice.ports?.find((one) => (one.name ?? '') === name)?.port
  return port === undefined ? [] : readyAddresses(slice).map((address) => `${address} . ${port}`)
}

/** Each endpoint in equal parts. */
function spread(endpoints: readonly string[]): string | undefined {
  const [first, ...others] = endpoints
  if (first === undefined) {
    return undefined
  }
  return others.length === 0
    ? first.replace(' . ', ':')
    : `numgen random mod ${endpoints.length} map { ${endpoints.map((one, index) => `${index} : ${one}`).join(', ')} }`
}

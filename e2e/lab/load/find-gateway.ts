import { askApiServer } from '../kubelet/api-server.ts'
import type { EndpointSlice } from '../kubelet/service.ts'

/** The address of a pod behind the shop's ingress gateway, as the API server knows it. */
export async function findGateway(): Promise<string> {
  const path = '/apis/discovery.k8s.io/v1/namespaces/edge/endpointslices'
  const selector = 'labelSelector=kubernetes.io/service-name%3Dingressgateway'
  const { items } = await askApiServer<{ items: EndpointSlice[] }>('GET', `${path}?${selector}`)
  const [found] = items.flatMap(({ endpoints, ports }) =>
    (endpoints ?? []).flatMap(({ addresses }) =>
      addresses.flatMap((address) => (ports ?? []).map(({ port = 80 }) => `http://${address}:${port}`)),
    ),
  )
  if (found === undefined) {
    throw new Error('the ingress gateway has no endpoints')
  }
  return found
}

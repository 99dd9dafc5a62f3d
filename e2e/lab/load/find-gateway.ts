import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lab } from '../settings.ts'

interface Slices {
  items: { endpoints: { addresses: string[] }[] | null; ports: { port?: number }[] | null }[]
}

/** The address of a pod behind the shop's ingress gateway, as the API server knows it. */
export async function findGateway(): Promise<string> {
  const token = readFileSync(join(lab.state, 'admin.token'), 'utf8').trim()
  const path = '/apis/discovery.k8s.io/v1/namespaces/edge/endpointslices'
  const selector = 'labelSelector=kubernetes.io/service-name%3Dingressgateway'
  const response = await fetch(`${lab.urls.apiServer}${path}?${selector}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  if (!response.ok) {
    throw new Error(`the API server answers ${response.status} for the gateway's endpoints`)
  }
  const { items } = (await response.json()) as Slices
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

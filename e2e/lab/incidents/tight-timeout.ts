import { istioIncident } from './istio-incident.ts'

const host = 'search.shop.svc.cluster.local'

/** Requests to search may take 15 ms where they usually take 40. */
export const tightTimeout = istioIncident({
  name: 'tight-timeout',
  summary: 'a timeout of 15 ms before search, which needs longer',
  object: {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { namespace: 'shop', name: 'search' },
    spec: { hosts: [host], http: [{ name: 'primary', timeout: '15ms', route: [{ destination: { host } }] }] },
  },
  takenBy: [{ namespace: 'shop', app: 'frontend' }],
})

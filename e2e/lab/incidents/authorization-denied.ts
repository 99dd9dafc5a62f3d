import { istioIncident } from './istio-incident.ts'

/** cart refuses frontend, while checkout may still call it. */
export const authorizationDenied = istioIncident({
  name: 'authorization-denied',
  summary: 'an AuthorizationPolicy by which cart refuses frontend',
  object: {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { namespace: 'shop', name: 'cart' },
    spec: {
      selector: { matchLabels: { app: 'cart' } },
      action: 'DENY',
      rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/frontend'] } }] }],
    },
  },
  takenBy: [{ namespace: 'shop', app: 'cart' }],
})

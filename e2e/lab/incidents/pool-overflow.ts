import { istioIncident } from './istio-incident.ts'

/** Every proxy may keep one connection to frontend and let one request wait for it. */
export const poolOverflow = istioIncident({
  name: 'pool-overflow',
  summary: 'a connection pool of one connection and one waiting request before frontend',
  object: {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { namespace: 'shop', name: 'frontend' },
    spec: {
      host: 'frontend.shop.svc.cluster.local',
      trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 }, http: { http1MaxPendingRequests: 1 } } },
    },
  },
  takenBy: [{ namespace: 'edge', app: 'ingressgateway' }],
})

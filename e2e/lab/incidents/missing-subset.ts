import { istioIncident } from './istio-incident.ts'

const host = 'payments.pay.svc.cluster.local'
const share = (subset: string, weight: number) => ({ destination: { host, subset }, weight })

/** Traffic was shifted to version 3 of payments before any DestinationRule knew it. */
export const missingSubset = istioIncident({
  name: 'missing-subset',
  summary: '40 % of payments is routed to a subset that no DestinationRule has',
  object: {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { namespace: 'pay', name: 'payments' },
    spec: { hosts: [host], http: [{ name: 'primary', route: [share('v1', 40), share('v2', 20), share('v3', 40)] }] },
  },
  takenBy: [{ namespace: 'shop', app: 'checkout' }],
})

/** The Istio and Gateway API kinds the console reads, where the cluster serves them. */
export interface MeshKind {
  group: string
  kind: string
  plural: string
}

function kindsOf(group: string, plurals: Record<string, string>): MeshKind[] {
  return Object.entries(plurals).map(([kind, plural]) => ({ group, kind, plural }))
}

export const meshKinds: MeshKind[] = [
  ...kindsOf('networking.istio.io', {
    VirtualService: 'virtualservices',
    DestinationRule: 'destinationrules',
    Gateway: 'gateways',
    ServiceEntry: 'serviceentries',
    Sidecar: 'sidecars',
    WorkloadEntry: 'workloadentries',
    WorkloadGroup: 'workloadgroups',
    EnvoyFilter: 'envoyfilters',
    ProxyConfig: 'proxyconfigs',
  }),
  ...kindsOf('security.istio.io', {
    PeerAuthentication: 'peerauthentications',
    RequestAuthentication: 'requestauthentications',
    AuthorizationPolicy: 'authorizationpolicies',
  }),
  ...kindsOf('telemetry.istio.io', { Telemetry: 'telemetries' }),
  ...kindsOf('extensions.istio.io', { WasmPlugin: 'wasmplugins' }),
  ...kindsOf('gateway.networking.k8s.io', {
    Gateway: 'gateways',
    GatewayClass: 'gatewayclasses',
    HTTPRoute: 'httproutes',
    GRPCRoute: 'grpcroutes',
    TCPRoute: 'tcproutes',
    TLSRoute: 'tlsroutes',
    ReferenceGrant: 'referencegrants',
  }),
]

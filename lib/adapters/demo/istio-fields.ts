/** What a field may hold: a plain value, a map of them, a list, or named fields. */
export type FieldShape =
  | 'string'
  | 'integer'
  | 'number'
  | 'boolean'
  /** A text such as `1.5s`, of a millisecond or more. */
  | 'duration'
  | 'any'
  | { mapOf: FieldShape }
  | { listOf: FieldShape }
  | { fields: Record<string, FieldShape>; required?: string[] }

const fields = (named: Record<string, FieldShape>, ...required: string[]): FieldShape => ({ fields: named, required })
const list = (item: FieldShape): FieldShape => ({ listOf: item })
const texts = list('string')
const textMap: FieldShape = { mapOf: 'string' }
const match = fields({ exact: 'string', prefix: 'string', regex: 'string' })
const matches: FieldShape = { mapOf: match }
const percentage = fields({ value: 'number' })
const destination = fields({ host: 'string', subset: 'string', port: fields({ number: 'integer' }) }, 'host')
const headerChanges = fields({ add: textMap, set: textMap, remove: texts })
const headers = fields({ request: headerChanges, response: headerChanges })

const httpMatch = fields({
  name: 'string',
  uri: match,
  scheme: match,
  method: match,
  authority: match,
  headers: matches,
  withoutHeaders: matches,
  queryParams: matches,
  ignoreUriCase: 'boolean',
  port: 'integer',
  sourceLabels: textMap,
  sourceNamespace: 'string',
  gateways: texts,
  statPrefix: 'string',
})

const httpRoute = fields({
  name: 'string',
  match: list(httpMatch),
  route: list(fields({ destination, weight: 'integer', headers }, 'destination')),
  redirect: fields({
    uri: 'string',
    prefixRewrite: 'string',
    authority: 'string',
    scheme: 'string',
    port: 'integer',
    derivePort: 'string',
    redirectCode: 'integer',
  }),
  directResponse: fields({ status: 'integer', body: fields({ string: 'string', bytes: 'string' }) }, 'status'),
  delegate: fields({ name: 'string', namespace: 'string' }),
  rewrite: fields({
    uri: 'string',
    authority: 'string',
    uriRegexRewrite: fields({ match: 'string', rewrite: 'string' }),
  }),
  timeout: 'duration',
  retries: fields({
    attempts: 'integer',
    perTryTimeout: 'duration',
    retryOn: 'string',
    retryRemoteLocalities: 'boolean',
    retryIgnorePreviousHosts: 'boolean',
    backoff: 'duration',
  }),
  fault: fields({
    delay: fields({ percent: 'integer', percentage, fixedDelay: 'duration', exponentialDelay: 'duration' }),
    abort: fields({ percentage, httpStatus: 'integer', grpcStatus: 'string', http2Error: 'string' }),
  }),
  mirror: destination,
  mirrors: list(fields({ destination, percentage }, 'destination')),
  mirrorPercent: 'integer',
  mirror_percent: 'integer',
  mirrorPercentage: percentage,
  corsPolicy: fields({
    allowOrigin: texts,
    allowOrigins: list(match),
    allowMethods: texts,
    allowHeaders: texts,
    exposeHeaders: texts,
    maxAge: 'duration',
    allowCredentials: 'boolean',
    unmatchedPreflights: 'string',
  }),
  headers,
})

const connectionMatch = {
  destinationSubnets: texts,
  port: 'integer',
  sourceLabels: textMap,
  sourceNamespace: 'string',
  gateways: texts,
} satisfies Record<string, FieldShape>
const connectionRoutes = list(fields({ destination, weight: 'integer' }, 'destination'))

const policy: Record<string, FieldShape> = {
  loadBalancer: 'any',
  outlierDetection: 'any',
  tls: 'any',
  connectionPool: fields({
    http: 'any',
    tcp: fields({
      maxConnections: 'integer',
      connectTimeout: 'duration',
      maxConnectionDuration: 'duration',
      idleTimeout: 'string',
      tcpKeepalive: fields({ probes: 'integer', time: 'duration', interval: 'duration' }),
    }),
  }),
}
const trafficPolicy = fields({
  ...policy,
  portLevelSettings: list(fields({ ...policy, port: fields({ number: 'integer' }) })),
  tunnel: 'any',
  proxyProtocol: 'any',
  retryBudget: 'any',
})

/** The fields Istio 1.31's CRDs know in the `spec` of the kinds the console writes. */
export const istioSpecs: Record<string, FieldShape> = {
  VirtualService: fields({
    hosts: texts,
    gateways: texts,
    exportTo: texts,
    http: list(httpRoute),
    tls: list(
      fields({ match: list(fields({ ...connectionMatch, sniHosts: texts }, 'sniHosts')), route: connectionRoutes }),
    ),
    tcp: list(fields({ match: list(fields({ ...connectionMatch, sourceSubnet: 'string' })), route: connectionRoutes })),
  }),
  DestinationRule: fields(
    {
      host: 'string',
      trafficPolicy,
      subsets: list(fields({ name: 'string', labels: textMap, trafficPolicy }, 'name')),
      exportTo: texts,
      workloadSelector: fields({ matchLabels: textMap }),
    },
    'host',
  ),
}

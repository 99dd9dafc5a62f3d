import { hasLabels } from './destination-rule.ts'
import { isFullMatch } from './full-match.ts'
import type { HttpMatch, StringMatch, TcpMatch } from './virtual-service.ts'

/** A request as a proxy sees it before routing. */
export interface RequestToRoute {
  /** The host the client asks for, short or full: it picks the VirtualService. */
  host: string
  /** The port of that host. */
  port: number
  /** The Host header; absent: `host:port`, without the port where it is 80. */
  authority?: string
  scheme?: string
  method: string
  /** With the query string. */
  path: string
  /** Names in any letter case. */
  headers: Record<string, string>
  callerNamespace: string
  /** Pod labels of the caller (or of the gateway). */
  callerLabels: Record<string, string>
  /** `namespace/name` of the Gateway the request arrived at; absent: sent through a sidecar. */
  gateway?: string
}

/**
 * Whether istiod gives the route to this proxy and port at all. `match.gateways`, when set, disables `sourceLabels` and
 * `sourceNamespace` (Istio: sourceMatchHTTP): such a match hits every caller.
 */
export function appliesToProxy(
  match: Pick<TcpMatch, 'gateways' | 'sourceLabels' | 'sourceNamespace' | 'port'>,
  caller: Pick<RequestToRoute, 'callerNamespace' | 'callerLabels' | 'gateway' | 'port'>,
): boolean {
  if (match.port !== undefined && match.port !== 0 && match.port !== caller.port) {
    return false
  }
  if (match.gateways !== undefined && match.gateways.length > 0) {
    return match.gateways.includes(caller.gateway ?? 'mesh')
  }
  return (
    hasLabels(caller.callerLabels, match.sourceLabels ?? {}) &&
    (!match.sourceNamespace || match.sourceNamespace === caller.callerNamespace)
  )
}

/** Whether a request meets every condition of one match block that Envoy evaluates per request. */
export function matchesRequest(match: HttpMatch, request: RequestToRoute): boolean {
  const [path, query] = splitPath(request.path)
  const headers = new Map(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]))
  const params = new URLSearchParams(query)
  const header = (name: string) => headers.get(name.toLowerCase())
  return (
    (match.uri === undefined || matchesText(match.uri, path, match.ignoreUriCase)) &&
    (match.scheme === undefined || matchesValue(match.scheme, request.scheme ?? 'http')) &&
    (match.method === undefined || matchesValue(match.method, request.method)) &&
    (match.authority === undefined || matchesValue(match.authority, authorityOf(request))) &&
    entries(match.headers).every(([name, wanted]) => matchesValue(wanted, header(name))) &&
    entries(match.withoutHeaders).every(([name, unwanted]) => !matchesUnwanted(unwanted, header(name))) &&
    entries(match.queryParams).every(([name, wanted]) => matchesValue(wanted, params.get(name) ?? undefined))
  )
}

/** One of exact, prefix or (full-match) regex; none of them matches everything. `ignoreCase` leaves regex alone. */
function matchesText(match: StringMatch, text: string, ignoreCase = false): boolean {
  const fold = (value: string) => (ignoreCase ? value.toLowerCase() : value)
  if (match.exact !== undefined) {
    return fold(text) === fold(match.exact)
  }
  if (match.prefix !== undefined) {
    return fold(text).startsWith(fold(match.prefix))
  }
  return match.regex === undefined || isFullMatch(match.regex, text)
}

/** A header or parameter, which may be absent; the regex `*` asks only for presence, as an empty match does. */
function matchesValue(match: StringMatch, value: string | undefined): boolean {
  return value !== undefined && (asksForPresence(match) || matchesText(match, value))
}

/** In `withoutHeaders` an absent header counts as an empty one, unless presence is asked for (Istio: TranslateRouteMatch). */
function matchesUnwanted(match: StringMatch, value: string | undefined): boolean {
  return asksForPresence(match) ? value !== undefined : matchesText(match, value ?? '')
}

function asksForPresence({ exact, prefix, regex }: StringMatch): boolean {
  return exact === undefined && prefix === undefined && (regex === undefined || regex === '*')
}

function entries(matches: Record<string, StringMatch> | undefined): [string, StringMatch][] {
  return Object.entries(matches ?? {})
}

function authorityOf({ authority, host, port }: RequestToRoute): string {
  return authority ?? (port === 80 ? host : `${host}:${port}`)
}

function splitPath(path: string): [string, string] {
  const at = path.indexOf('?')
  return at === -1 ? [path, ''] : [path.slice(0, at), path.slice(at + 1)]
}

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
  const [path = '', query = ''] = splitPath(request.path)
  const headers = new Map(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]))
  const params = new URLSearchParams(query)
  return (
    (match.uri === undefined || matchesText(match.uri, path, match.ignoreUriCase)) &&
    (match.scheme === undefined || matchesText(match.scheme, request.scheme ?? 'http')) &&
    (match.method === undefined || matchesText(match.method, request.method)) &&
    (match.authority === undefined || matchesText(match.authority, authorityOf(request))) &&
    conditions(match.headers).every(([name, wanted]) => matchesText(wanted, headers.get(name.toLowerCase()))) &&
    conditions(match.withoutHeaders).every(([name, wanted]) => !matchesText(wanted, headers.get(name.toLowerCase()))) &&
    conditions(match.queryParams).every(([name, wanted]) => matchesText(wanted, params.get(name) ?? undefined))
  )
}

/** One of exact, prefix or (full-match) regex; none of them asks only for presence. `ignoreCase` leaves regex alone. */
export function matchesText(match: StringMatch, text: string | undefined, ignoreCase = false): boolean {
  if (text === undefined) {
    return false
  }
  const fold = (value: string) => (ignoreCase ? value.toLowerCase() : value)
  if (match.exact !== undefined) {
    return fold(text) === fold(match.exact)
  }
  if (match.prefix !== undefined) {
    return fold(text).startsWith(fold(match.prefix))
  }
  return match.regex === undefined || isFullMatch(match.regex, text)
}

/** Headers that Istio ignores in `headers`, because they have fields of their own. */
const ownFields = new Set(['uri', 'scheme', 'method', 'authority'])

function conditions(matches: Record<string, StringMatch> | undefined): [string, StringMatch][] {
  return Object.entries(matches ?? {}).filter(([name]) => !ownFields.has(name))
}

function authorityOf({ authority, host, port }: RequestToRoute): string {
  return authority ?? (port === 80 ? host : `${host}:${port}`)
}

function splitPath(path: string): [string, string] {
  const at = path.indexOf('?')
  return at === -1 ? [path, ''] : [path.slice(0, at), path.slice(at + 1)]
}

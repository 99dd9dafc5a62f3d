export interface ParsedAuthority {
  /** Lower-case host without port and trailing dot. */
  host: string
  isAddress: boolean
  /** Set where the text is the name of a Kubernetes Service, seen from the caller's namespace. */
  service?: { namespace: string; name: string; isQualified: boolean }
}

/**
 * Reads what a caller asked for: `reviews`, `reviews:9080`, `reviews.bookinfo`, `reviews.bookinfo.svc.cluster.local`,
 * `api.example.com:443`, `10.0.0.7:8080`, `[::1]:80`. Short names mean the caller's namespace, as cluster DNS does;
 * `isQualified` is set where the text says `.svc`, so that it can be nothing but a Service.
 */
export function parseAuthority(text: string, callerNamespace: string | undefined): ParsedAuthority {
  const host = stripPort(text).toLowerCase().replace(/\.$/, '')
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.includes(':')) {
    return { host, isAddress: true }
  }
  const [name = '', namespace, svc] = host.split('.')
  if (namespace === undefined) {
    return callerNamespace === undefined || name === ''
      ? { host, isAddress: false }
      : { host, isAddress: false, service: { namespace: callerNamespace, name, isQualified: false } }
  }
  const parts = host.split('.').length
  const isQualified = svc === 'svc'
  return isQualified || parts === 2
    ? { host, isAddress: false, service: { namespace, name, isQualified } }
    : { host, isAddress: false }
}

function stripPort(text: string): string {
  const bracketed = /^\[([^\]]*)\](:\d+)?$/.exec(text)
  if (bracketed !== null) {
    return bracketed[1] ?? ''
  }
  return text.split(':').length === 2 ? text.replace(/:\d*$/, '') : text
}

/**
 * A host as written in a configuration object of `namespace`, fully qualified: a name without a dot is a Service of that
 * namespace, anything else (wildcards, IP addresses, names with a dot) stands as it is. Istio's ResolveShortnameToFQDN.
 */
export function qualifiedHost(host: string, namespace: string): string {
  const isShort = host !== '' && !host.includes('.') && !host.startsWith('*') && !host.includes(':')
  return isShort ? `${host}.${namespace}.svc.cluster.local` : host
}

/** Whether a host pattern (`*`, `*.suffix`, or a name) covers a host; letter case does not matter. */
export function coversHost(pattern: string, host: string): boolean {
  const wanted = pattern.toLowerCase()
  const name = host.toLowerCase()
  return wanted.startsWith('*') ? name.endsWith(wanted.slice(1)) : wanted === name
}

/** Orders patterns: larger is more specific. A plain name beats every wildcard, a longer wildcard a shorter one. */
export function hostSpecificity(pattern: string): number {
  return pattern.startsWith('*') ? pattern.length : 1_000 + pattern.length
}

/** `shop:8080` → `shop`, `[::1]:80` → `[::1]`. */
export function withoutPort(authority: string): string {
  return authority.replace(/:\d+$/, '')
}

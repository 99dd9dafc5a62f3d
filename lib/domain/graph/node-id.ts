/** What a node is the node of, first part of its id. Independent of the kind drawn: a gateway's workload is a `workload`. */
export type NodeClass =
  | 'service'
  | 'workload'
  | 'app'
  | 'versioned-app'
  | 'external'
  | 'unknown'
  | 'passthrough'
  | 'blackhole'

/**
 * The one maker of node ids: `workload:demo/pay/payments-v2`. Injective for every text: parts are percent-encoded, so
 * that names with slashes, quotes or line breaks stay apart, and lone surrogates, which UTF-8 has no bytes for, become
 * `%uD800`.
 */
export function nodeId(of: NodeClass, ...parts: string[]): string {
  return `${of}:${parts.map(encodePart).join('/')}`
}

/** The one maker of edge ids: an edge is one protocol from one node to another. */
export function edgeId(source: string, target: string, protocol: 'http' | 'grpc' | 'tcp'): string {
  return `${protocol}:${source}>${target}`
}

const plainName = /^[\w.-]*$/

function encodePart(part: string): string {
  if (plainName.test(part)) {
    return part
  }
  if (part.isWellFormed()) {
    return encodeURIComponent(part)
  }
  return Array.from(part, (character) =>
    character.isWellFormed()
      ? encodeURIComponent(character)
      : `%u${character.charCodeAt(0).toString(16).toUpperCase()}`,
  ).join('')
}

export type Dimension = 'latency' | 'errors'

/**
 * What a suspect is blamed for being. `shortcut` is a service that does less than it should, `unseen` one that fails
 * while nobody counts whether its callees do.
 */
export type BlameKind = 'service' | 'endpoints' | 'network' | 'configuration' | 'dependency' | 'shortcut' | 'unseen'

/**
 * A part of the trouble callers see at one service, and where it belongs: it stops with a suspect, or goes on to a
 * callee as that callee's trouble in a dimension.
 */
export interface BlamePortion {
  share: number
  service: string
  kind: BlameKind
  edge?: readonly [source: string, destination: string]
  onward?: Dimension
}

import { type GraphEdge, type GraphNode, Health, NodeKind } from '#lib/domain/graph/snapshot.ts'
import { nodeStates, stateOf } from '#lib/domain/health/node-state.ts'
import { responseFlags } from '#lib/domain/telemetry/response-flags.ts'

/** What an expression is asked of: a node, or a call with its two ends and its share of what the caller sends. */
export type FindSubject =
  | { node: GraphNode }
  | { edge: GraphEdge; source: GraphNode; target: GraphNode; share: number | undefined }

/** Words a field has; undefined where the subject has no such field at all, as a node has no protocol. */
export interface WordField {
  kind: 'words'
  of(subject: FindSubject): readonly string[] | undefined
  /** Values that are worth offering whatever the graph holds. */
  known: readonly string[]
}

/** A number a field has; undefined where it was not measured. */
export interface NumberField {
  kind: 'number'
  of(subject: FindSubject): number | undefined
  /** Factor of each unit that may be written; the first is meant where none is. */
  units: Readonly<Record<string, number>>
  example: string
}

const percent = { '%': 0.01 }
const milliseconds = { ms: 1, s: 1000 }
const bytes = { 'B/s': 1, 'kB/s': 1e3, 'MB/s': 1e6, 'GB/s': 1e9 }

export const findFields = {
  name: ofEnds(({ name }) => name),
  ns: ofEnds(({ namespace }) => namespace),
  app: ofEnds(({ app }) => app),
  version: ofEnds(({ version }) => version),
  kind: ofEnds(({ kind, isTcp }) => (isTcp === true ? 'tcp' : kind), [...NodeKind.options, 'tcp']),
  cluster: ofEnds(({ cluster }) => cluster),
  from: ofCall(({ source }) => [source.name]),
  to: ofCall(({ target }) => [target.name]),
  health: {
    kind: 'words',
    of: (subject) =>
      'node' in subject ? [stateOf(subject.node), subject.node.role ?? ''].filter(Boolean) : [subject.edge.health],
    known: [...new Set([...nodeStates, ...Health.options, 'origin'])],
  },
  protocol: ofCall(({ edge }) => [edge.protocol], ['http', 'grpc', 'tcp']),
  flag: ofCall(({ edge }) => keysOf(edge.byFlag), responseFlags),
  code: ofCall(({ edge }) => keysOf(edge.byCode), ['5xx', '4xx']),
  error: measured((traffic) => traffic.errorRatio, percent, '1%'),
  refused: measured((traffic) => traffic.clientErrorRatio, percent, '10%'),
  rate: measured((traffic) => traffic.requestsPerSecond, { rps: 1 }, '5'),
  throughput: measured((traffic) => traffic.bytesPerSecond, bytes, '1MB/s'),
  p50: timed('p50Ms'),
  p95: measured((traffic) => traffic.p95Ms?.[1], milliseconds, '300ms'),
  p99: timed('p99Ms'),
  share: ofNumber((subject) => ('node' in subject ? undefined : subject.share), percent, '50%'),
  mtls: ofNumber((subject) => ('node' in subject ? undefined : subject.edge.mtlsShare), percent, '100%'),
} as const satisfies Record<string, WordField | NumberField>

export type FindFieldName = keyof typeof findFields

const otherNames: Readonly<Record<string, FindFieldName>> = { namespace: 'ns', errors: 'error' }

export function findFieldNamed(text: string): FindFieldName | undefined {
  const name = text.toLowerCase()
  return Object.hasOwn(findFields, name) ? (name as FindFieldName) : otherNames[name]
}

function ofEnds(pick: (node: GraphNode) => string | undefined, known: readonly string[] = []): WordField {
  return {
    kind: 'words',
    of: (subject) => {
      const nodes = 'node' in subject ? [subject.node] : [subject.source, subject.target]
      return nodes.map(pick).filter((word) => word !== undefined)
    },
    known,
  }
}

type Call = Exclude<FindSubject, { node: GraphNode }>

function ofCall(pick: (call: Call) => readonly string[], known: readonly string[] = []): WordField {
  return { kind: 'words', of: (subject) => ('node' in subject ? undefined : pick(subject)), known }
}

function ofNumber(of: NumberField['of'], units: NumberField['units'], example: string): NumberField {
  return { kind: 'number', of, units, example }
}

function measured(
  pick: (traffic: GraphNode | GraphEdge) => number | undefined,
  units: NumberField['units'],
  example: string,
): NumberField {
  return ofNumber((subject) => pick('node' in subject ? subject.node : subject.edge), units, example)
}

/** The upper end of a bracket: what is surely not exceeded. */
function timed(name: 'p50Ms' | 'p99Ms'): NumberField {
  return ofNumber((subject) => ('node' in subject ? undefined : subject.edge[name]?.[1]), milliseconds, '300ms')
}

function keysOf(rates: Readonly<Record<string, number>> | undefined): string[] {
  return Object.entries(rates ?? {})
    .filter(([, perSecond]) => perSecond > 0)
    .map(([key]) => key)
}

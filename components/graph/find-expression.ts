import type { GraphEdge, GraphNode } from '#lib/domain/graph/snapshot.ts'

type Traffic = Pick<GraphNode, 'requestsPerSecond' | 'errorRatio' | 'p95Ms' | 'bytesPerSecond'>

/** What a find expression says of a thing: stands out, fades, or is not drawn at all. */
export interface FindExpression {
  isEmpty: boolean
  matchesNode(node: GraphNode): boolean
  matchesEdge(edge: GraphEdge, source: GraphNode, target: GraphNode): boolean
  hidesNode(node: GraphNode): boolean
}

const fields = {
  errors: (traffic: Traffic) => (traffic.errorRatio === undefined ? undefined : traffic.errorRatio * 100),
  rate: (traffic: Traffic) => traffic.requestsPerSecond,
  p95: (traffic: Traffic) => traffic.p95Ms?.[1],
} as const

type Field = keyof typeof fields
const unitFactor: Record<string, number> = { s: 1000 }
const comparison = /\b(errors|rate|p95)\s*(>=|<=|>|<|=)\s*(\d+(?:\.\d+)?)\s*(%|ms|s|rps)?/gi

interface Condition {
  field: Field
  sign: string
  value: number
}

/**
 * Words are looked for in names, namespaces and versions, all must be found; `-word` takes away what has it;
 * `errors > 1%`, `rate >= 10`, `p95 > 250ms` compare numbers, and what is not measured matches none of them.
 */
export function parseFind(text: string): FindExpression {
  const conditions: Condition[] = []
  const rest = text.replace(comparison, (_, field: string, sign: string, number: string, unit: string | undefined) => {
    const name = field.toLowerCase() as Field
    conditions.push({ field: name, sign, value: Number(number) * (name === 'p95' ? (unitFactor[unit ?? ''] ?? 1) : 1) })
    return ' '
  })
  const words = rest.toLowerCase().split(/\s+/).filter(Boolean)
  const wanted = words.filter((word) => !word.startsWith('-'))
  const unwanted = words.filter((word) => word.startsWith('-') && word.length > 1).map((word) => word.slice(1))
  const holds = (traffic: Traffic) => conditions.every((condition) => isTrue(condition, traffic))
  return {
    isEmpty: conditions.length === 0 && wanted.length === 0 && unwanted.length === 0,
    matchesNode: (node) => wanted.every((word) => wordsOf(node).includes(word)) && holds(node),
    matchesEdge: (edge, source, target) =>
      wanted.every((word) => wordsOf(source).includes(word) || wordsOf(target).includes(word)) && holds(edge),
    hidesNode: (node) => unwanted.some((word) => wordsOf(node).includes(word)),
  }
}

function wordsOf({ name, namespace, app, version }: GraphNode): string {
  return `${name} ${namespace} ${app ?? ''} ${version ?? ''}`.toLowerCase()
}

function isTrue({ field, sign, value }: Condition, traffic: Traffic): boolean {
  const actual = fields[field](traffic)
  if (actual === undefined) {
    return false
  }
  switch (sign) {
    case '>':
      return actual > value
    case '>=':
      return actual >= value
    case '<':
      return actual < value
    case '<=':
      return actual <= value
    default:
      return actual === value
  }
}

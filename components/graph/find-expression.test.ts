import { describe, expect, test } from 'vitest'
import type { GraphEdge, GraphNode } from '#lib/domain/graph/snapshot.ts'
import { parseFind } from './find-expression.ts'

const node = (name: string, rest: Partial<GraphNode> = {}): GraphNode => ({
  id: name,
  kind: 'workload',
  cluster: 'c',
  name,
  namespace: 'shop',
  health: 'healthy',
  ...rest,
})

describe('parseFind', () => {
  test('words match names, namespaces and versions, whatever their case, and all must match', () => {
    expect(parseFind('PAY v2').matchesNode(node('payments', { version: 'v2' }))).toBe(true)
    expect(parseFind('pay v1').matchesNode(node('payments', { version: 'v2' }))).toBe(false)
    expect(parseFind('shop').matchesNode(node('cart'))).toBe(true)
  })

  test.each([
    ['errors > 1%', { errorRatio: 0.011 }, true],
    ['errors > 1 %', { errorRatio: 0.01 }, false],
    ['errors>=1', { errorRatio: 0.01 }, true],
    ['rate < 5 rps', { requestsPerSecond: 4 }, true],
    ['p95 > 250ms', { p95Ms: [250, 500] as [number, number] }, true],
    ['p95 > 1s', { p95Ms: [250, 500] as [number, number] }, false],
  ])('%s of %o is %s', (text, traffic, expected) => {
    expect(parseFind(text).matchesNode(node('cart', traffic))).toBe(expected)
  })

  test('what is not measured matches no comparison, not even with zero', () => {
    expect(parseFind('errors <= 0%').matchesNode(node('cart'))).toBe(false)
    expect(parseFind('rate < 5').matchesNode(node('cart'))).toBe(false)
  })

  test('a word with a minus hides what has it and is no search word', () => {
    const find = parseFind('-cart')
    expect(find.hidesNode(node('cart'))).toBe(true)
    expect(find.hidesNode(node('web'))).toBe(false)
    expect(find.matchesNode(node('web'))).toBe(true)
  })

  test('an edge matches by the names of both ends and by its own numbers', () => {
    const edge: GraphEdge = { id: 'e', source: 'a', target: 'b', protocol: 'http', health: 'failing', errorRatio: 0.2 }
    expect(parseFind('web pay errors > 10%').matchesEdge(edge, node('web'), node('payments'))).toBe(true)
    expect(parseFind('web cart').matchesEdge(edge, node('web'), node('payments'))).toBe(false)
  })

  test('blank text is empty', () => {
    expect(parseFind('  ').isEmpty).toBe(true)
    expect(parseFind('a').isEmpty).toBe(false)
  })
})

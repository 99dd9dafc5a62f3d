import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { GraphEdge, GraphNode } from '#lib/domain/graph/snapshot.ts'
import { aNode, anEdge } from '#lib/testing/builders.ts'
import { parseFind } from './find-expression.ts'

const ofNode = (text: string, fields: Partial<GraphNode>) => parseFind(text).isTrueOf({ node: aNode('n', fields) })
const ofCall = (text: string, fields: Partial<GraphEdge>, from: Partial<GraphNode> = {}, to: Partial<GraphNode> = {}) =>
  parseFind(text).isTrueOf({
    edge: anEdge('a', 'b', fields),
    source: aNode('a', { name: 'web', ...from }),
    target: aNode('b', { name: 'payments', namespace: 'pay', version: 'v2', ...to }),
    share: 0.25,
  })

describe('parseFind', () => {
  test('words match names, namespaces, apps and versions, whatever their case, and all must match', () => {
    const payments = { name: 'payments', namespace: 'shop', version: 'v2' }
    expect(ofNode('PAY v2', payments)).toBe(true)
    expect(ofNode('pay v1', payments)).toBe(false)
    expect(ofNode('shop', payments)).toBe(true)
  })

  test.each<[string, Partial<GraphNode>, boolean | undefined]>([
    ['error > 1%', { errorRatio: 0.011 }, true],
    ['errors > 1 %', { errorRatio: 0.01 }, false],
    ['error>=1', { errorRatio: 0.01 }, true],
    ['rate < 5 rps', { requestsPerSecond: 4 }, true],
    ['rate!=4', { requestsPerSecond: 4 }, false],
    ['p95>250ms', { p95Ms: [250, 500] }, true],
    ['p95 > 1s', { p95Ms: [250, 500] }, false],
    ['throughput > 1 MB/s', { bytesPerSecond: 2e6 }, true],
    ['name=pay*', { name: 'payments' }, true],
    ['name=pay', { name: 'payments' }, false],
    ['name=*ay*nts', { name: 'payments' }, true],
    ['name~ay', { name: 'payments' }, true],
    ['ns!=shop', { namespace: 'pay' }, true],
    ['namespace=shop', { namespace: 'shop' }, true],
    ['version!=v1', {}, true],
    ['kind=gateway', { kind: 'gateway' }, true],
    ['kind=tcp', { isTcp: true }, true],
    ['health=victim', { health: 'failing', role: 'victim' }, true],
    ['"and"', { name: 'sand' }, true],
  ])('%s of %o is %s', (text, fields, expected) => {
    expect(ofNode(text, fields)).toBe(expected)
  })

  test.each<[string, Partial<GraphEdge>, boolean | undefined]>([
    ['flag=UO', { byFlag: { UO: 1 } }, true],
    ['flag=UO', { byFlag: { UO: 0 } }, false],
    ['flag=UO', {}, false],
    ['code=503', { byCode: { '503': 1 } }, true],
    ['code=5xx', { byCode: { '200': 1, '502': 1 } }, true],
    ['code=grpc14', { byCode: { 'grpc 14': 1 } }, true],
    ['protocol=grpc', { protocol: 'grpc' }, true],
    ['mtls<100%', { mtlsShare: 0.99 }, true],
    ['mtls<100%', {}, undefined],
    ['share>20%', {}, true],
    ['p99>1s', { p99Ms: [1000, 2500] }, true],
    ['from=web to=payments', {}, true],
    ['from=payments', {}, false],
    ['web v2', {}, true],
    ['ns=pay', {}, true],
  ])('%s of a call from web to payments v2 with %o is %s', (text, fields, expected) => {
    expect(ofCall(text, fields)).toBe(expected)
  })

  test('and binds before or, parentheses before both, not turns round what follows', () => {
    const web = { name: 'web', namespace: 'shop' }
    expect(ofNode('pay and nowhere or web', web)).toBe(true)
    expect(ofNode('nowhere and (pay or web)', web)).toBe(false)
    expect(ofNode('not pay and not nowhere', web)).toBe(true)
    expect(ofNode('NOT (web OR pay)', web)).toBe(false)
  })

  test('of what is not measured, or is no matter of nodes, neither a comparison nor its opposite is true', () => {
    for (const text of ['error<=0%', 'not error<=0%', 'rate!=5', 'flag=UO', 'not flag=UO', 'flag=UO and n']) {
      expect(ofNode(text, {})).toBeUndefined()
    }
    expect(ofNode('flag=UO or n', {})).toBe(true)
    expect(ofNode('flag=UO and web', {})).toBe(false)
  })

  test.each([
    ['colour=red', { code: 'field', text: 'colour' }],
    ['name=', { code: 'value', text: 'name=' }],
    ['error>many', { code: 'number', text: 'many' }],
    ['error>5ms', { code: 'unit', text: '5ms (%)' }],
    ['name>5', { code: 'order', text: 'name>' }],
    ['web and', { code: 'operand', text: 'and' }],
    ['or web', { code: 'operand', text: 'or' }],
    ['=5', { code: 'operand', text: '=' }],
    ['(web', { code: 'closing', text: '(' }],
    ['web)', { code: 'closing', text: ')' }],
  ])('%s says what is wrong with it and finds nothing', (text, error) => {
    const find = parseFind(text)
    expect(find).toMatchObject({ isEmpty: true, error })
    expect(find.isTrueOf({ node: aNode('web') })).toBeUndefined()
  })

  test.each([
    '('.repeat(20_000),
    `${'('.repeat(60)}x${')'.repeat(60)}`,
    'not '.repeat(20_000),
    'x '.repeat(501),
    `${'x or '.repeat(20_000)}x`,
  ])('an expression beyond all measure is refused, and does not end the page: %.20s…', (text) => {
    expect(parseFind(text)).toMatchObject({ isEmpty: true, error: { code: 'size' } })
  })

  test('blank text is empty', () => {
    expect(parseFind('  ').isEmpty).toBe(true)
    expect(parseFind('a').isEmpty).toBe(false)
  })

  test('no text makes it throw', () => {
    const pieces = fc.constantFrom(
      'name',
      'error',
      '=',
      '>',
      '!~',
      '(',
      ')',
      '"',
      'and',
      'or',
      'not',
      '1%',
      'x',
      ' ',
      '*',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((parts) => parts.join('')),
        ),
        (text) => {
          const find = parseFind(text)
          expect([true, false, undefined]).toContain(find.isTrueOf({ node: aNode('n') }))
        },
      ),
    )
  })
})

import { describe, expect, test } from 'vitest'
import { aNode, anEdge, aSnapshot } from '#lib/testing/builders.ts'
import { suggestFind } from './suggest-find.ts'

const snapshot = aSnapshot({
  nodes: [aNode('web', { version: 'v1' }), aNode('payments', { namespace: 'pay' })],
  edges: [anEdge('web', 'payments', { byFlag: { ZZ: 1 }, byCode: { '503': 1 } })],
})
const at = (text: string, caret = text.length) => suggestFind(text, caret, snapshot)
const textsAt = (text: string) => at(text).map((suggestion) => suggestion.text)

describe('suggestFind', () => {
  test('offers every field and not at the start, and joints after a term', () => {
    expect(textsAt('')).toEqual(expect.arrayContaining(['name', 'ns', 'error', 'mtls', 'not']))
    expect(textsAt('')).not.toContain('and')
    expect(textsAt('error>1% ').slice(0, 2)).toEqual(['and', 'or'])
    expect(textsAt('error>1% and ')).not.toContain('or')
  })

  test('offers fields and names by what is typed, beginnings first', () => {
    expect(textsAt('p')).toEqual(expect.arrayContaining(['p50', 'p95', 'p99', 'protocol', 'payments']))
    expect(textsAt('we')).toEqual(['web'])
    expect(textsAt('n').slice(0, 2)).toEqual(['name', 'ns'])
  })

  test('offers values the graph has before those it might have', () => {
    expect(textsAt('flag=').slice(0, 2)).toEqual(['ZZ', 'UH'])
    expect(textsAt('ns=')).toEqual(['pay', 'shop'])
    expect(textsAt('ns=pa')).toEqual(['pay'])
    expect(textsAt('p95>')).toEqual(['300ms'])
    expect(textsAt('colour=')).toEqual([])
  })

  test('what is taken replaces the word at the caret and leaves the rest', () => {
    const [first] = at('fla and web', 3)
    expect(first).toMatchObject({ text: 'flag', expression: 'flag=and web', caret: 5 })
    expect(at('error>1% an')[0]).toMatchObject({ expression: 'error>1% and ', caret: 13 })
    expect(at('mt')[0]).toMatchObject({ expression: 'mtls<' })
  })

  test('a value with spaces or signs is taken in quotation marks', () => {
    const grpc = aSnapshot({
      nodes: snapshot.nodes,
      edges: [anEdge('web', 'payments', { byCode: { 'grpc 14': 1 } })],
    })
    expect(suggestFind('code=', 5, grpc)[0]?.expression).toBe('code="grpc 14" ')
  })
})

import { describe, expect, test } from 'vitest'
import { aNode, anEdge } from '#lib/testing/builders.ts'
import { parseFind } from '../find/find-expression.ts'
import { alsoHiding, termOfBox, termOfCall, termOfNode } from './hide-term.ts'

const cart = aNode('c', { name: 'cart', namespace: 'shop', version: 'v1' })
const cartV2 = aNode('d', { name: 'cart', namespace: 'shop', version: 'v2' })
const pay = aNode('p', { name: 'payments v2!', namespace: '' })
const isTrueOf = (term: string, node: typeof cart) => parseFind(term).isTrueOf({ node })

describe('terms for what somebody points at', () => {
  test('name a node and not its neighbours, whatever its name', () => {
    expect(isTrueOf(termOfNode(cart, false), cart)).toBe(true)
    expect(isTrueOf(termOfNode(cart, false), cartV2)).toBe(false)
    expect(isTrueOf(termOfNode(pay, false), pay)).toBe(true)
    expect(isTrueOf(termOfNode(cart, true), { ...cart, cluster: 'elsewhere' })).toBe(false)
  })

  test('name a call by its ends, and a box by what makes it', () => {
    const find = parseFind(termOfCall(cart, pay))
    expect(find.isTrueOf({ edge: anEdge('c', 'p'), source: cart, target: pay, share: undefined })).toBe(true)
    expect(find.isTrueOf({ edge: anEdge('p', 'c'), source: pay, target: cart, share: undefined })).toBe(false)
    expect(isTrueOf(termOfBox(cart, 'namespace'), cartV2)).toBe(true)
    expect(isTrueOf(termOfBox({ ...cart, app: 'cart' }, 'app'), cartV2)).toBe(false)
  })

  test('are added so that what was hidden stays hidden', () => {
    const both = alsoHiding('name=web and ns=shop', termOfNode(cart, false))
    expect(isTrueOf(both, cart)).toBe(true)
    expect(isTrueOf(both, aNode('w', { name: 'web' }))).toBe(true)
    expect(isTrueOf(both, cartV2)).toBe(false)
    expect(alsoHiding('  ', 'name=cart')).toBe('name=cart')
  })
})

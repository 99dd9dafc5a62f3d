import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { edgeId, nodeId } from './node-id.ts'

const names = fc.string({
  unit: fc.constantFrom('a', '/', ':', '>', '%', '"', "'", '\n', '德', '\ud800', '\udc00', '😀'),
})

describe('nodeId', () => {
  it('reads as what it names', () => {
    expect(nodeId('workload', 'demo', 'pay', 'payments-v2')).toBe('workload:demo/pay/payments-v2')
  })

  it('tells a missing version from an empty one', () => {
    expect(nodeId('versioned-app', 'demo', 'pay', 'a')).not.toBe(nodeId('versioned-app', 'demo', 'pay', 'a', ''))
  })

  it('gives different names different ids, however hostile', () => {
    const parts = fc.array(names, { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        expect(nodeId('app', ...a) === nodeId('app', ...b)).toBe(JSON.stringify(a) === JSON.stringify(b))
      }),
    )
  })

  it('gives different ends different edges', () => {
    fc.assert(
      fc.property(names, names, names, names, (a, b, c, d) => {
        const one = edgeId(nodeId('app', a), nodeId('app', b), 'http')
        const other = edgeId(nodeId('app', c), nodeId('app', d), 'http')
        expect(one === other).toBe(a === c && b === d)
      }),
    )
  })
})

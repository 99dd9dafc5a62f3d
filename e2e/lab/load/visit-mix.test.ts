import { describe, expect, it } from 'vitest'
import { shop } from '#lib/adapters/demo/shop.ts'
import { visitAt, visitMix } from './visit-mix.ts'

describe('the visitors', () => {
  it('ask for the same as the visitors of the demo', () => {
    const demo = shop().calls.find(({ caller }) => caller === 'edge/ingressgateway')
    expect(visitMix).toEqual(demo?.requests)
  })

  it.each([0, 777, 1_000_000])('keep every share in 200 visits from number %d on', (first) => {
    const visits = Array.from({ length: 200 }, (_, index) => JSON.stringify(visitAt(first + index)))
    for (const { share, ...visit } of visitMix) {
      const count = visits.filter((one) => one === JSON.stringify(visit)).length
      expect(Math.abs(count - share * 200)).toBeLessThanOrEqual(3)
    }
  })
})

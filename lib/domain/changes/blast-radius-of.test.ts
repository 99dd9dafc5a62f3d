import { expect, test } from 'vitest'
import { aNode, anEdge, aSnapshot } from '../../testing/builders.ts'
import { blastRadius } from './blast-radius-of.ts'

const cart = { cluster: 'demo', namespace: 'shop', service: 'cart' }
const id = 'service:demo/shop/cart'

test('tells callers by what they ask per second, the busiest first, copies and unfelt attempts left out', () => {
  const found = blastRadius(
    aSnapshot({
      nodes: [
        aNode(id, { requestsPerSecond: 10 }),
        aNode('web', { membership: 'sidecar' }),
        aNode('job', { membership: 'none' }),
      ],
      edges: [
        anEdge('job', id, { requestsPerSecond: 2 }),
        anEdge('web', id, { requestsPerSecond: 7 }),
        anEdge('web', id, { id: 'grpc', protocol: 'grpc', requestsPerSecond: 1 }),
        anEdge('web', id, { id: 'm', requestsPerSecond: 50, isMirrored: true }),
        anEdge('job', id, { id: 'r', requestsPerSecond: 50, isAttemptsOnly: true }),
        anEdge(id, 'db', { requestsPerSecond: 3 }),
      ],
    }),
    cart,
  )
  expect(found).toEqual({
    requestsPerSecond: 10,
    callers: [
      { node: 'web', namespace: 'shop', name: 'web', requestsPerSecond: 8, share: 0.8, isOutsideMesh: false },
      { node: 'job', namespace: 'shop', name: 'job', requestsPerSecond: 2, share: 0.2, isOutsideMesh: true },
    ],
  })
})

test('says nothing of what was not measured, zero of what is none', () => {
  expect(blastRadius(aSnapshot(), cart)).toEqual({ callers: [] })
  expect(blastRadius(aSnapshot({ nodes: [aNode(id, { requestsPerSecond: 0 })] }), cart)).toEqual({
    requestsPerSecond: 0,
    callers: [],
  })
})

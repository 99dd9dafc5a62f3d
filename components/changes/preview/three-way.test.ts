import { expect, test } from 'vitest'
import { diffObjects } from '#lib/domain/changes/diff-objects.ts'
import { movedObjects } from './three-way.ts'

const reference = {
  cluster: 'prod',
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  namespace: 'shop',
  name: 'cart',
}
const object = (resourceVersion: string, weight: number, timeout: string) => ({
  apiVersion: reference.apiVersion,
  kind: reference.kind,
  metadata: { name: 'cart', namespace: 'shop', resourceVersion },
  spec: { http: [{ timeout, route: [{ weight }] }] },
})
const write = (before: ReturnType<typeof object>, after: ReturnType<typeof object>) => ({
  reference,
  before,
  diff: diffObjects(before, after),
  resourceVersion: before.metadata.resourceVersion,
})

test('an object that moved tells both sides: what I meant to do and what they did, without the server’s counting', () => {
  const first = [write(object('10', 100, '1s'), object('10', 90, '1s'))]
  const now = [write(object('11', 100, '2s'), object('11', 90, '2s'))]
  expect(movedObjects(first, now)).toEqual([
    {
      object: reference,
      mine: [{ path: ['spec', 'http', 0, 'route', 0, 'weight'], kind: 'changed', before: 100, after: 90 }],
      theirs: [{ path: ['spec', 'http', 0, 'timeout'], kind: 'changed', before: '1s', after: '2s' }],
    },
  ])
})

test('an object nobody touched is not told of', () => {
  const same = [write(object('10', 100, '1s'), object('10', 90, '1s'))]
  expect(movedObjects(same, same)).toEqual([])
})

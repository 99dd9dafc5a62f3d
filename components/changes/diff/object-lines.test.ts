import { expect, test } from 'vitest'
import { fieldLines, objectLines, writtenYaml } from './object-lines.ts'

const object = (weight: number, resourceVersion: string) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'cart', namespace: 'shop', resourceVersion, uid: 'u', managedFields: [] },
  spec: { http: [{ route: [{ destination: { host: 'cart', subset: 'v1' }, weight }] }] },
  status: { conditions: [] },
})

test('an object is compared as people write it: what the API server keeps for itself is no change', () => {
  expect(objectLines(object(90, '1'), object(90, '2'))).toEqual([])
  const changed = objectLines(object(90, '1'), object(10, '2')).filter(({ kind }) => kind !== 'same' && kind !== 'fold')
  expect(changed).toEqual([
    { kind: 'removed', text: '          weight: 90' },
    { kind: 'added', text: '          weight: 10' },
  ])
  expect(writtenYaml(object(90, '1'))).not.toMatch(/resourceVersion|managedFields|uid|status/)
})

test('one that is created has all its lines, one that is removed too', () => {
  expect(new Set(objectLines(undefined, object(1, '1')).map(({ kind }) => kind))).toEqual(new Set(['added']))
  expect(new Set(objectLines(object(1, '1'), undefined).map(({ kind }) => kind))).toEqual(new Set(['removed']))
})

test('a field says where it is, what it was and what it becomes', () => {
  const path = ['metadata', 'annotations', 'exantas.dev/x', 0]
  expect(fieldLines([{ path, kind: 'changed', before: 1, after: { a: 2 } }])).toEqual([
    { kind: 'place', text: 'metadata.annotations["exantas.dev/x"][0]' },
    { kind: 'removed', text: '1' },
    { kind: 'added', text: 'a: 2' },
  ])
})

import { expect, test } from 'vitest'
import { writeBarrier } from './write-barrier.ts'

const missing = [
  { verb: 'update' as const, group: 'networking.istio.io', resource: 'virtualservices', namespace: 'pay' },
]
const allowed = { isAllowed: true, missing: [] }
const owned = (verdict: 'read-only' | 'propose') => ({
  object: {
    cluster: 'prod',
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    namespace: 'pay',
    name: 'p',
  },
  owner: { kind: 'flagger' as const, verdict },
})

test('a controller that drives the object stands before missing records, these before missing rights', () => {
  const forbidden = { isAllowed: false, missing }
  expect(writeBarrier({ owners: [owned('read-only')], rights: forbidden, isRecorded: false })?.kind).toBe('read-only')
  expect(writeBarrier({ owners: [], rights: forbidden, isRecorded: false })?.kind).toBe('not-recorded')
  expect(writeBarrier({ owners: [], rights: forbidden })).toEqual({ kind: 'forbidden', missing })
})

test('a tool that only proposes does not stand in the way, nor does not knowing whether records are there', () => {
  expect(writeBarrier({ owners: [owned('propose')], rights: allowed })).toBeUndefined()
})

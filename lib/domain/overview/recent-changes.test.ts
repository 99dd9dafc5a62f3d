import { describe, expect, it } from 'vitest'
import { anObject, aWorkload } from '../../testing/builders.ts'
import type { MeshObject } from '../mesh/inventory.ts'
import { recentChanges } from './recent-changes.ts'

const to = Date.parse('2026-01-01T12:00:00Z') / 1000
const hour = { from: to - 3600, to }
const before = { createdAt: '2025-12-01T00:00:00Z' }
const object = (name: string, fields: Partial<MeshObject>) => anObject('VirtualService', 'shop', name, {}, fields)

function told(objects: MeshObject[], scope = {}) {
  return recentChanges({ objects, workloads: [] }, { ...hour, ...scope }).map(({ name, what }) => `${name} ${what}`)
}

describe('recentChanges', () => {
  it('tells what was made and what was written to within the hour, youngest first', () => {
    const objects = [
      object('old', before),
      object('made', { createdAt: '2026-01-01T11:10:00Z' }),
      object('written', { ...before, changedAt: '2026-01-01T11:50:00Z', changedBy: 'argocd' }),
      object('written-yesterday', { ...before, changedAt: '2025-12-31T11:50:00Z' }),
      object('later', { createdAt: '2026-01-01T12:00:01Z' }),
    ]
    expect(told(objects)).toEqual(['written changed', 'made created'])
    expect(recentChanges({ objects, workloads: [] }, hour)[0]).toEqual({
      at: to - 600,
      what: 'changed',
      kind: 'VirtualService',
      cluster: 'demo',
      namespace: 'shop',
      name: 'written',
      by: 'argocd',
    })
  })

  it('takes a write within a second of the creation for part of it', () => {
    const made = { createdAt: '2026-01-01T11:10:00Z', changedAt: '2026-01-01T11:10:01Z', changedBy: 'kubectl' }
    expect(told([object('made', made)])).toEqual(['made created'])
    expect(told([object('made', { ...made, changedAt: '2026-01-01T11:10:02Z' })])).toEqual(['made changed'])
  })

  it('tells rollouts with their pods', () => {
    const workloads = [
      aWorkload('shop', 'cart', 'v2', { rolledOutAt: '2026-01-01T11:30:00Z', readyPods: 2, desiredPods: 3 }),
      aWorkload('shop', 'cart', 'v1'),
    ]
    expect(recentChanges({ objects: [], workloads }, hour)).toMatchObject([
      { name: 'cart-v2', kind: 'Deployment', what: 'rolled-out', readyPods: 2, desiredPods: 3 },
    ])
  })

  it('keeps to the scope, and passes over times that are none', () => {
    const objects = [object('a', { createdAt: '2026-01-01T11:10:00Z' }), object('b', { createdAt: 'soon' })]
    expect(told(objects)).toEqual(['a created'])
    expect(told(objects, { namespaces: ['pay'] })).toEqual([])
    expect(told(objects, { cluster: 'other' })).toEqual([])
  })
})

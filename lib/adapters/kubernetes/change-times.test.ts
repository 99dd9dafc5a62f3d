import { describe, expect, it } from 'vitest'
import { trimDeployment, trimStatefulSet } from './controller-record.ts'
import { trimMeshObject } from './to-mesh-object.ts'

const trim = trimMeshObject('networking.istio.io/v1', 'VirtualService')
const changeOf = (managedFields: unknown) => {
  const object = trim({ metadata: { name: 'a', managedFields } })
  return [object?.changedAt, object?.changedBy]
}
const write = (time: string, manager: string, subresource?: string) => ({
  time,
  manager,
  ...(subresource && { subresource }),
})

describe('when an object was last written to', () => {
  it('is its youngest field manager’s time, that of a status left out', () => {
    expect(
      changeOf([
        write('2026-01-01T12:00:00Z', 'argocd'),
        write('2026-01-01T13:00:00Z', 'kubectl-edit'),
        write('2026-01-01T14:00:00Z', 'pilot-discovery', 'status'),
      ]),
    ).toEqual(['2026-01-01T13:00:00Z', 'kubectl-edit'])
  })

  it.each([[undefined], [[]], ['x'], [[{ manager: 'm' }]], [[null]]])('is not told by %j', (managedFields) => {
    expect(changeOf(managedFields)).toEqual([undefined, undefined])
  })
})

describe('when a controller was rolled out', () => {
  const status = {
    conditions: [{ type: 'Available' }, { type: 'Progressing', lastUpdateTime: '2026-01-01T12:00:00Z' }],
  }

  it('is told by a Deployment’s progress, and by nothing else', () => {
    const metadata = { name: 'a', namespace: 'shop' }
    expect(trimDeployment({ metadata, status })?.rolledOutAt).toBe('2026-01-01T12:00:00Z')
    expect(trimDeployment({ metadata })).not.toHaveProperty('rolledOutAt')
    expect(trimStatefulSet({ metadata, status: {} })).not.toHaveProperty('rolledOutAt')
  })
})

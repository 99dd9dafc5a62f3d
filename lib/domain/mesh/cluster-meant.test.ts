import { expect, test } from 'vitest'
import { clusterMeant } from './cluster-meant.ts'
import type { MeshCluster } from './inventory.ts'

const meshOf = (...ids: string[]) => ({
  clusters: ids.map((id): MeshCluster => ({ id, name: id, idOrigin: 'configured' })),
})

test('a cluster is meant by its id, the only one by whatever telemetry calls it, none where none is asked for', () => {
  expect(clusterMeant(meshOf('east', 'west'), 'west')).toBe('west')
  expect(clusterMeant(meshOf('east'), 'Kubernetes')).toBe('east')
  expect(clusterMeant(meshOf('east', 'west'), undefined)).toBeUndefined()
})

test('a name that is none of several is not taken for one of them', () => {
  expect(() => clusterMeant(meshOf('east', 'west'), 'wset')).toThrow(expect.objectContaining({ code: 'not-found' }))
})

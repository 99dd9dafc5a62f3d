import { expect, test } from 'vitest'
import { workloadName } from './workload-name.ts'

const metadata = { namespace: 'shop', uid: 'u' }
const ownedBy = (kind: string, name: string) => [{ kind, name, controller: true }]

test('a Deployment’s pod is called by the Deployment, whatever dashes its name has', () => {
  const labels = { 'pod-template-hash': '6d4f9' }
  expect(
    workloadName({
      ...metadata,
      name: 'cart-v1-6d4f9-x2x',
      labels,
      ownerReferences: ownedBy('ReplicaSet', 'cart-v1-6d4f9'),
    }),
  ).toBe('cart-v1')
})

test('other controllers name their pods, and a pod alone is its own workload', () => {
  expect(workloadName({ ...metadata, name: 'db-0', ownerReferences: ownedBy('StatefulSet', 'db') })).toBe('db')
  expect(workloadName({ ...metadata, name: 'once' })).toBe('once')
})

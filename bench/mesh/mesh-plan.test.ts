import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type MeshPlan, type MeshSize, planMesh } from './mesh-plan.ts'

const sizes = fc
  .record({
    namespaces: fc.integer({ min: 1, max: 8 }),
    perNamespace: fc.integer({ min: 4, max: 20 }),
    further: fc.integer({ min: 0, max: 20 }),
    seed: fc.nat(),
  })
  .map(
    ({ namespaces, perNamespace, further, seed }): MeshSize => ({
      namespaces,
      services: namespaces * perNamespace,
      edges: namespaces * (perNamespace - 1) + (perNamespace > 12 ? further : 0),
      seed,
    }),
  )

const ends = (plan: MeshPlan) =>
  plan.calls.map(({ source, target }) => [source, target].map(({ namespace, name }) => `${namespace}/${name}`))

describe('a planned mesh', () => {
  test('has exactly the services and calls asked for, each once', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const plan = planMesh(size)
        expect(new Set(plan.services.map(({ namespace, name }) => `${namespace}/${name}`)).size).toBe(size.services)
        expect(new Set(ends(plan).map((pair) => pair.join(' → '))).size).toBe(size.edges)
        expect(plan.calls).toHaveLength(size.edges)
      }),
    )
  })

  test('has no service without a call and none that calls itself', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const plan = planMesh(size)
        expect(new Set(ends(plan).flat()).size).toBe(size.services)
        expect(ends(plan).filter(([source, target]) => source === target)).toEqual([])
      }),
    )
  })

  test('is the same for the same seed', () => {
    const size = { services: 100, edges: 160, namespaces: 5, seed: 7 }
    expect(planMesh(size)).toEqual(planMesh(size))
    expect(planMesh(size)).not.toEqual(planMesh({ ...size, seed: 8 }))
  })

  test.each([
    { services: 1000, edges: 1248, namespaces: 20, seed: 1 },
    { services: 1000, edges: 5000, namespaces: 20, seed: 1 },
  ])('of $services services and $edges calls spreads them over $namespaces namespaces, one failing', (size) => {
    const plan = planMesh(size)
    expect(new Set(plan.calls.map(({ target }) => target.namespace))).toEqual(new Set(plan.namespaces))
    const failing = plan.calls.filter(({ failedShare }) => failedShare > 0.1)
    expect(new Set(failing.map(({ target }) => `${target.namespace}/${target.name}`)).size).toBe(1)
  })

  test('that cannot be is refused', () => {
    expect(() => planMesh({ services: 10, edges: 3, namespaces: 2, seed: 1 })).toThrow('no mesh of 10 services')
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Scope } from '../domain/graph/scope.ts'
import { parseScope, scopeQuery } from './scope-query.ts'

const scopes: fc.Arbitrary<Scope> = fc.record(
  {
    cluster: fc.stringMatching(/^[a-z0-9-]{1,20}$/),
    namespaces: fc
      .uniqueArray(fc.stringMatching(/^[a-z0-9]{1,12}$/), { minLength: 1, maxLength: 5 })
      .map((names) => names.sort()),
    type: fc.constantFrom('service', 'workload', 'app', 'versioned-app'),
    window: fc.constantFrom(10, 60, 90, 300, 3600, 86_400),
    at: fc.integer({ min: 1_000_000_000, max: 2_000_000_000 }),
  },
  { requiredKeys: ['type', 'window'] },
)

describe('the scope in the address', () => {
  test('comes back as it was written', () => {
    fc.assert(
      fc.property(scopes, (scope) => {
        const search = new URLSearchParams()
        for (const [name, value] of Object.entries(scopeQuery(scope))) {
          if (value !== undefined) {
            search.set(name, value)
          }
        }
        expect(parseScope(search)).toEqual(scope)
      }),
    )
  })

  test('falls back parameter by parameter when an address is garbage, and never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (namespaces, window, at) => {
        const scope = parseScope(new URLSearchParams({ namespaces, window, at, type: 'app', other: window }))
        expect(scope.type).toBe('app')
        expect(scope.window).toBeGreaterThanOrEqual(10)
      }),
    )
  })
})

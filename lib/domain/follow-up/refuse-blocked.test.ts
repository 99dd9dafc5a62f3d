import { describe, expect, it } from 'vitest'
import type { ChangePlan } from '../changes/change-plan.ts'
import type { Ownership } from '../changes/ownership.ts'
import { overrideOf, refuseBlocked } from './refuse-blocked.ts'

const object = {
  cluster: 'c',
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  namespace: 'shop',
  name: 'a',
}

function planOf(owner: Ownership, rules: ChangePlan['findings'][number]['rule'][] = []) {
  const findings = rules.map((rule) => ({ rule, severity: 'block' as const, params: {} }))
  return { owners: [{ object, owner }], findings }
}

describe('what must not be written', () => {
  it('is forbidden where a controller keeps the object, whose name is said', () => {
    const owner: Ownership = { kind: 'flagger', name: 'Canary/shop/cart', verdict: 'read-only' }
    expect(() => refuseBlocked(planOf(owner, ['read-only-owner', 'subset-missing']))).toThrow(
      expect.objectContaining({
        code: 'forbidden',
        params: { what: 'Canary/shop/cart', reason: 'read-only-owner', owner: 'flagger', name: 'Canary/shop/cart' },
      }),
    )
  })

  it('names the gravest rule and all of them', () => {
    const plan = planOf({ kind: 'nobody', verdict: 'free' }, ['subset-missing', 'version-unknown'])
    const rules = ['version-unknown', 'subset-missing']
    expect(() => refuseBlocked(plan)).toThrow(
      expect.objectContaining({
        code: 'invalid',
        params: { what: rules[0], reason: 'blocked', rule: rules[0], rules },
      }),
    )
  })

  it('is nothing where findings only warn', () => {
    const { owners } = planOf({ kind: 'nobody', verdict: 'free' })
    const findings = [{ rule: 'other-hosts' as const, severity: 'warn' as const, params: {} }]
    expect(() => refuseBlocked({ owners, findings })).not.toThrow()
  })
})

describe('an override', () => {
  const kept = planOf({ kind: 'argo-cd', name: 'shop', verdict: 'propose', undoneWhen: 'seconds' })

  it('is demanded where a tool would write back, and recorded with its reason', () => {
    expect(() => overrideOf(kept, undefined)).toThrow(
      expect.objectContaining({
        code: 'invalid',
        params: expect.objectContaining({ reason: 'override-needed', owner: 'argo-cd' }),
      }),
    )
    expect(overrideOf(kept, { reason: 'it burns' })).toEqual({ owner: 'argo-cd shop', reason: 'it burns' })
  })

  it('is not recorded where none was needed', () => {
    expect(overrideOf(planOf({ kind: 'helm', verdict: 'free' }), { reason: 'to be sure' })).toBeUndefined()
  })
})

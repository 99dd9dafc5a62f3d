import { describe, expect, it } from 'vitest'
import { dueBy, planOf } from './open-loop.ts'

describe('planOf', () => {
  it('reads rate and length', () => {
    expect(planOf('0.5', '14400')).toEqual({ requestsPerSecond: 0.5, seconds: 14_400 })
  })

  it.each([
    ['501', '10'],
    ['0', '10'],
    ['10', '14401'],
    ['10', undefined],
    [undefined, undefined],
    ['many', '10'],
    ['-1', '10'],
  ])('refuses %s a second for %s seconds', (requestsPerSecond, seconds) => {
    expect(() => planOf(requestsPerSecond, seconds)).toThrow('at most')
  })
})

describe('dueBy', () => {
  const plan = { requestsPerSecond: 40, seconds: 10 }

  it.each([
    [-5, 0],
    [0, 0],
    [24, 0],
    [25, 1],
    [1_000, 40],
    [10_000, 400],
    [99_000, 400],
  ])('by %d ms has %d visits due', (elapsedMs, due) => {
    expect(dueBy(plan, elapsedMs)).toBe(due)
  })
})

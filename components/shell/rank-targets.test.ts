import { describe, expect, it } from 'vitest'
import { rankTargets } from './rank-targets.ts'

const targets = [
  { label: 'Overview', hint: 'g o' },
  { label: 'batch-pay', hint: 'jobs' },
  { label: 'payments', hint: 'pay' },
  { label: 'ledger', hint: 'pay' },
]
const found = (search: string, count = 10) => rankTargets(targets, search, count).map(({ label }) => label)

describe('rankTargets', () => {
  it('puts what begins with the search before what has it, and that before what lies in such a place', () => {
    expect(found('pay')).toEqual(['payments', 'batch-pay', 'ledger'])
  })

  it('takes name and place together', () => {
    expect(found('ledger pay')).toEqual(['ledger'])
    expect(found('ledger jobs')).toEqual([])
  })

  it('gives all in their order to no search, but no more than asked for', () => {
    expect(found('', 2)).toEqual(['Overview', 'batch-pay'])
  })
})

import { describe, expect, it } from 'vitest'
import { readRuleGroups } from './rules-wire.ts'
import { NotPrometheus } from './wire.ts'

const alert = { labels: {}, annotations: {}, state: 'firing', activeAt: '2026-01-01T00:00:00.123456789+02:00' }
const rule = { name: 'Failing', type: 'alerting', lastEvaluation: '2026-01-01T00:00:00Z', alerts: [alert] }

const answer = (changed: object) =>
  JSON.stringify({
    status: 'success',
    data: { groups: [{ name: 'mesh', interval: 30, rules: [{ ...rule, ...changed }] }] },
  })

describe('the answer of a rules interface', () => {
  it('has its times in Unix seconds', () => {
    const [group] = readRuleGroups(answer({}))
    expect(group?.rules).toMatchObject([{ lastEvaluation: 1_767_225_600, alerts: [{ activeAt: 1_767_218_400.123 }] }])
  })

  it('that says of an alert no moment that is one is none, as an alert without its beginning cannot be shown', () => {
    expect(() => readRuleGroups(answer({ alerts: [{ ...alert, activeAt: 'yesterday' }] }))).toThrow(NotPrometheus)
  })

  it('keeps its alerts where it does not say when a rule was evaluated', () => {
    const [group] = readRuleGroups(answer({ lastEvaluation: 'never' }))
    expect(group?.rules).toMatchObject([{ alerts: [{ state: 'firing' }] }])
    expect(group?.rules[0]?.lastEvaluation).toBeUndefined()
  })
})

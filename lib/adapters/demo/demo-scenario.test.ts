import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../testing/manual-clock.ts'
import { begunIncidents, demoScenario, type PlannedIncident, startLater } from './demo-scenario.ts'
import { demoWorld } from './world.ts'

const startedAt = 1_795_262_400

function scenarioOf(planned: PlannedIncident[] = []) {
  const clock = new ManualClock(startedAt)
  const incidents = begunIncidents(planned, startedAt)
  const scenario = demoScenario(demoWorld({ seed: 1, services: 12, startedAt, isQuiet: true, incidents }), clock)
  const goingOn = () => scenario.list().filter((one) => one.startedAt !== undefined)
  return { clock, scenario, goingOn }
}

describe('the control of the demo’s incidents', () => {
  it('starts and heals now, and says since when', async () => {
    const { clock, scenario, goingOn } = scenarioOf()
    expect(scenario.list()).toHaveLength(12)
    expect(goingOn()).toEqual([])
    await clock.advance(30)
    scenario.start('tight-timeout')
    await clock.advance(5)
    expect(goingOn()).toEqual([{ name: 'tight-timeout', startedAt: startedAt + 30 }])
    expect(() => scenario.start('tight-timeout')).toThrow(/incident-goes-on/)
    scenario.heal('tight-timeout')
    expect(goingOn()).toEqual([])
    expect(() => scenario.heal('tight-timeout')).toThrow(/incident-not-on/)
  })

  it('has those of the past go on, oldest first, and those of the future begin in time', async () => {
    const planned: PlannedIncident[] = [
      { name: 'load-surge', afterSeconds: -60 },
      { name: 'missing-subset', afterSeconds: -600 },
      { name: 'packet-loss', afterSeconds: 0 },
      { name: 'version-slow', afterSeconds: 120 },
    ]
    const { clock, scenario, goingOn } = scenarioOf(planned)
    const later = startLater(scenario, clock, planned)
    const names = () => goingOn().map(({ name }) => name)
    expect(names()).toEqual(['missing-subset', 'packet-loss', 'load-surge'])
    await clock.advance(121)
    await later
    expect(names()).toContain('version-slow')
  })

  it('leaves alone what somebody has started before it was due', async () => {
    const planned: PlannedIncident[] = [{ name: 'version-slow', afterSeconds: 120 }]
    const { clock, scenario, goingOn } = scenarioOf(planned)
    const later = startLater(scenario, clock, planned)
    scenario.start('version-slow')
    await clock.advance(130)
    await later
    expect(goingOn()).toEqual([{ name: 'version-slow', startedAt }])
  })
})

import { demoIncidentEnd, demoIncidentStart, demoIncidents } from '#lib/endpoints/demo-incidents.ts'
import { demoScenarioOf } from '#lib/server/demo-scenario-of.ts'
import { handle } from '#lib/server/handle.ts'

export const dynamic = 'force-dynamic'
export const GET = handle(demoIncidents, async ({ house }) => demoScenarioOf(house).list())
export const POST = handle(demoIncidentStart, async ({ house, body: { name } }) => {
  const scenario = demoScenarioOf(house)
  scenario.start(name)
  return scenario.list()
})
export const DELETE = handle(demoIncidentEnd, async ({ house, query }) => {
  const scenario = demoScenarioOf(house)
  const goingOn = scenario.list().filter(({ startedAt }) => startedAt !== undefined)
  for (const name of query.name === undefined ? goingOn.map((one) => one.name) : [query.name]) {
    scenario.heal(name)
  }
  return scenario.list()
})

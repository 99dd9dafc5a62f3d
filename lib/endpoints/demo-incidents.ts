import { z } from 'zod'
import { IncidentName, IncidentState } from '../domain/incidents/incident.ts'
import { endpoint } from './endpoint.ts'

const nothing = z.strictObject({})
const path = '/api/demo/incidents'
const response = z.array(IncidentState)

export const demoIncidents = endpoint({
  method: 'GET',
  path,
  summary: 'What can go wrong in the demo mesh, and since when what does; 404 outside the demo',
  params: nothing,
  query: nothing,
  response,
})

export const demoIncidentStart = endpoint({
  method: 'POST',
  path,
  summary: 'Has an incident of the demo mesh begin now; 409 where it goes on already',
  params: nothing,
  query: nothing,
  body: z.strictObject({ name: IncidentName }),
  response,
})

export const demoIncidentEnd = endpoint({
  method: 'DELETE',
  path,
  summary: 'Heals an incident of the demo mesh, or all that go on',
  params: nothing,
  query: z.strictObject({ name: IncidentName.optional() }),
  response,
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { IncidentState } from '../domain/incidents/incident.ts'
import { Problem } from '../endpoints/problem.ts'

type Handler = (request: Request, context: { params: Promise<undefined> }) => Promise<Response>

const address = 'http://localhost:3000/api/demo/incidents'
const before = process.env.EXANTAS_SOURCE
let door: Record<'GET' | 'POST' | 'DELETE', Handler>

beforeAll(async () => {
  process.env.EXANTAS_SOURCE = 'demo'
  process.env.EXANTAS_LOG_LEVEL = 'silent'
  door = await import('../../app/api/demo/incidents/route.ts')
}, 60_000)
afterAll(async () => {
  const { container } = await import('./container.ts')
  await container().close()
  process.env.EXANTAS_SOURCE = before
})

async function ask(method: keyof typeof door, { body, query = '' }: { body?: unknown; query?: string } = {}) {
  const request = new Request(`${address}${query}`, {
    method,
    headers: { host: 'localhost:3000', 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const response = await door[method](request, { params: Promise.resolve(undefined) })
  const answer: unknown = await response.json()
  return { status: response.status, answer }
}

const goingOn = (answer: unknown) =>
  z
    .array(IncidentState)
    .parse(answer)
    .filter(({ startedAt }) => startedAt !== undefined)
    .map(({ name }) => name)

it('incidents of the demo begin and end by their door', async () => {
  expect(goingOn((await ask('GET')).answer)).toEqual([])
  expect(goingOn((await ask('POST', { body: { name: 'missing-subset' } })).answer)).toEqual(['missing-subset'])
  const twice = await ask('POST', { body: { name: 'missing-subset' } })
  expect(twice.status).toBe(409)
  expect(Problem.parse(twice.answer).messages).toEqual({
    en: 'missing-subset goes on already.',
    zh: 'missing-subset 已经在进行中。',
  })
  await ask('POST', { body: { name: 'load-surge' } })
  expect(goingOn((await ask('DELETE', { query: '?name=missing-subset' })).answer)).toEqual(['load-surge'])
  expect((await ask('DELETE', { query: '?name=missing-subset' })).status).toBe(409)
  expect(goingOn((await ask('DELETE')).answer)).toEqual([])
})

it('a name that is none is refused', async () => {
  expect((await ask('POST', { body: { name: 'nothing' } })).status).toBe(400)
  expect((await ask('DELETE', { query: '?name=nothing' })).status).toBe(400)
})

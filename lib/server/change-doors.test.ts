import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ChangePreview } from '../domain/changes/change-plan.ts'
import { ChangeList, ChangeView } from '../domain/follow-up/change-view.ts'
import { ServiceSplitView } from '../domain/follow-up/service-split-view.ts'
import { Problem } from '../endpoints/problem.ts'

type Handler = (request: Request, context: { params: Promise<Record<string, string> | undefined> }) => Promise<Response>

const doors: Record<string, Record<string, Handler>> = {}
const before = process.env.EXANTAS_SOURCE

beforeAll(async () => {
  process.env.EXANTAS_SOURCE = 'demo'
  process.env.EXANTAS_LOG_LEVEL = 'silent'
  doors.preview = await import('../../app/api/v1/changes/preview/route.ts')
  doors.changes = await import('../../app/api/v1/changes/route.ts')
  doors.change = await import('../../app/api/v1/changes/[namespace]/[name]/route.ts')
  doors.undo = await import('../../app/api/v1/changes/[namespace]/[name]/undo/route.ts')
  doors.split = await import('../../app/api/v1/services/[namespace]/[name]/split/route.ts')
}, 60_000)
afterAll(async () => {
  const { container } = await import('./container.ts')
  await container().close()
  process.env.EXANTAS_SOURCE = before
})

async function ask(
  door: string,
  method: 'GET' | 'POST',
  { params, body, headers }: { params?: Record<string, string>; body?: unknown; headers?: Record<string, string> } = {},
): Promise<{ status: number; body: unknown }> {
  const request = new Request('http://localhost:3000/', {
    method,
    headers: { host: 'localhost:3000', ...(method === 'POST' && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const handler = doors[door]?.[method]
  if (handler === undefined) {
    throw new Error(`no ${method} ${door}`)
  }
  const response = await handler(request, { params: Promise.resolve(params) })
  return { status: response.status, body: await response.json() }
}

const intent = { kind: 'set-weights', namespace: 'pay', service: 'payments', weights: { v1: 60, v2: 40 } }

describe('the doors of changes', () => {
  it('lead from a preview through its change to taking it back', async () => {
    const params = { namespace: 'pay', name: 'payments' }
    const split = await ask('split', 'GET', { params })
    expect(ServiceSplitView.parse(split.body).rights).toEqual({ isAllowed: true, missing: [] })
    const preview = ChangePreview.parse((await ask('preview', 'POST', { body: intent })).body)
    const { resourceVersions } = preview
    const applied = await ask('changes', 'POST', { body: { ...intent, resourceVersions } })
    expect(applied.status).toBe(200)
    const change = ChangeView.parse(applied.body)
    expect(change.lights.accepted.state).toBe('on')
    const place = { namespace: 'pay', name: change.name }
    expect(ChangeView.parse((await ask('change', 'GET', { params: place })).body).name).toBe(change.name)
    const undone = await ask('undo', 'POST', { params: place, body: {} })
    expect(ChangeView.parse(undone.body).undoes).toBe(change.name)
    const { changes } = ChangeList.parse((await ask('changes', 'GET')).body)
    expect(changes.map(({ phase }) => phase)).toEqual(['applied', 'undone'])
  })

  it.each([
    ['an intent of no kind', { ...intent, kind: 'patch' }, 400, 'invalid'],
    ['weights that are no numbers', { ...intent, weights: { v1: '60' } }, 400, 'invalid'],
    ['a service nobody knows', { ...intent, service: 'nobody' }, 404, 'not-found'],
    ['a hostile name', { ...intent, service: '../pods' }, 400, 'invalid'],
  ])('refuse %s', async (_, body, status, code) => {
    const refused = await ask('preview', 'POST', { body })
    expect([refused.status, Problem.parse(refused.body).code]).toEqual([status, code])
  })

  it('are shut for pages of other sites', async () => {
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
    const refused = await ask('changes', 'POST', { body: intent, headers })
    expect([refused.status, Problem.parse(refused.body).params?.reason]).toEqual([403, 'other-origin'])
  })

  it('say in both languages what stands against it', async () => {
    const body = { ...intent, resourceVersions: { 'VirtualService/pay/payments': 'old' } }
    const { messages, status } = Problem.parse((await ask('changes', 'POST', { body })).body)
    expect(status).toBe(409)
    expect(messages.en).toContain('VirtualService/pay/payments')
    expect(messages.zh).toMatch(/VirtualService\/pay\/payments。请查看新的预览/)
  })
})

import { describe, expect, it } from 'vitest'
import { checkOrigin } from './host-guard.ts'
import { longestBodyBytes, readJsonBody } from './read-body.ts'

const post = (body: string | ReadableStream, type?: string) =>
  new Request('http://localhost/api/v1/changes', {
    method: 'POST',
    body,
    duplex: 'half',
    headers: type === undefined ? {} : { 'content-type': type },
  } as RequestInit)

describe('the body of a request', () => {
  it.each(['application/json', 'Application/JSON; charset=utf-8'])('is read as %s', async (type) => {
    expect(await readJsonBody(post('{"a":"ü"}', type))).toEqual({ a: 'ü' })
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonx', undefined])(
    'is not read as %s, which a form of any site can send',
    async (type) => {
      await expect(readJsonBody(post('{}', type))).rejects.toMatchObject({
        code: 'invalid',
        params: { reason: 'not-json' },
      })
    },
  )

  it.each(['', '{', 'a=b'])('is refused when it is not JSON: %j', async (text) => {
    const refused = { code: 'invalid', params: { reason: 'body-not-json' } }
    await expect(readJsonBody(post(text, 'application/json'))).rejects.toMatchObject(refused)
  })

  it('is taken no further than it may be long, however long it would be', async () => {
    let sent = 0
    const endless = new ReadableStream({
      pull(controller) {
        sent += 65_536
        controller.enqueue(new Uint8Array(65_536))
      },
    })
    const refused = { code: 'too-large', params: { reason: 'body-too-large' } }
    await expect(readJsonBody(post(endless, 'application/json'))).rejects.toMatchObject(refused)
    expect(sent).toBeLessThan(longestBodyBytes * 2)
  })
})

describe('who asks for a change', () => {
  const headers = (fields: Record<string, string>) => new Headers({ host: 'console.example:3000', ...fields })

  it.each([
    ['a program', {}],
    ['the console’s own page', { origin: 'https://console.example:3000', 'sec-fetch-site': 'same-origin' }],
    ['an older browser on the own page', { origin: 'http://console.example:3000' }],
  ])('may be %s', (_, fields) => {
    expect(() => checkOrigin(headers(fields))).not.toThrow()
  })

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another site in an older browser', { origin: 'https://evil.example' }],
    ['another port of this host', { origin: 'https://console.example:8443', 'sec-fetch-site': 'same-site' }],
    ['a page without an origin', { origin: 'null' }],
    ['a sibling domain without Origin', { 'sec-fetch-site': 'same-site' }],
  ])('may not be %s', (_, fields) => {
    expect(() => checkOrigin(headers(fields))).toThrow(expect.objectContaining({ code: 'forbidden' }))
  })
})

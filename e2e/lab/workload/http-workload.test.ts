import { rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { ask, behaviourFile, listening, patience, start } from './workload-trial.ts'

describe('an HTTP workload', () => {
  it('answers 200 under its name and version, and serves its health', async () => {
    const { port, healthPort } = await start({ SERVES: 'http:0' })
    const { code, headers } = await ask(port, '/cart')
    expect(code).toBe(200)
    expect(headers).toMatchObject({ 'x-service': 'cart', 'x-version': 'v7' })
    expect(healthPort).toBe(port)
    expect((await ask(port, '/healthz')).code).toBe(200)
  })

  it('takes tracing and routing headers along, and no others', async () => {
    const seen: IncomingHttpHeaders[] = []
    const callee = await listening(
      createServer((request, response) => {
        seen.push(request.headers)
        response.end()
      }),
    )
    const { port } = await start({ SERVES: 'http:0', CALLS: `GET http://127.0.0.1:${callee}/search 1` })
    const carried = {
      'x-request-id': 'r1',
      traceparent: '00-1-2-01',
      tracestate: 'a=b',
      b3: '1-2',
      baggage: 'k=v',
      'x-user-group': 'testers',
      cookie: 'c=1',
      authorization: 'Bearer t',
    }
    await ask(port, '/', { ...carried, 'x-secret': 's' })
    expect(seen[0]).toMatchObject(carried)
    expect(seen[0]).not.toHaveProperty('x-secret')
  })

  it.each([
    ['a failing critical call', 503, {}, ' critical', 500],
    ['a failing other call', 503, {}, '', 200],
    ['a critical callee’s own 404', 404, { 'x-service': 'search' }, ' critical', 200],
    ['a proxy’s refusal of a critical call', 404, {}, ' critical', 500],
  ])('answers to %s as its caller expects', async (_, calleeCode, calleeHeaders, critical, expected) => {
    const callee = await listening(createServer((_, response) => response.writeHead(calleeCode, calleeHeaders).end()))
    const { port } = await start({ SERVES: 'http:0', CALLS: `GET http://127.0.0.1:${callee}/search 1${critical}` })
    expect((await ask(port)).code).toBe(expected)
  })

  it('fails with a critical callee that nobody serves or that does not answer in time, and logs why', async () => {
    const silent = await listening(createTcpServer())
    const gone = createTcpServer()
    const closed = await listening(gone)
    gone.close()
    const { port, lines } = await start({
      SERVES: 'http:0',
      CALL_TIMEOUT_MS: '200',
      CALLS: `GET http://127.0.0.1:${closed}/ 1 critical; GET http://127.0.0.1:${silent}/ 1 critical`,
    })
    expect((await ask(port, '/', { 'x-request-id': 'r1' })).code).toBe(500)
    expect(lines.filter(({ message }) => message === 'call failed').map(({ outcome }) => outcome)).toEqual([
      'ECONNREFUSED',
      'timeout',
    ])
    expect(lines.at(-1)).toMatchObject({ level: 'error', service: 'cart', requestId: 'r1', isCritical: true })
  })

  it('answers by itself what it is told to', async () => {
    const { port } = await start({ SERVES: 'http:0', ANSWERS: '503 1' })
    expect((await ask(port)).code).toBe(503)
    expect((await ask(port, '/healthz')).code).toBe(200)
  })

  it('fails and slows down by its behaviour file, and is well again without it', async () => {
    const file = behaviourFile({ failShare: 1, failCode: 502, extraMs: 150 })
    const { port, lines } = await start({ SERVES: 'http:0', BEHAVIOUR_FILE: file })
    expect(lines.at(-1)).toMatchObject({ message: 'started', behaviour: { failShare: 1 } })
    const started = performance.now()
    expect((await ask(port)).code).toBe(502)
    expect(performance.now() - started).toBeGreaterThanOrEqual(149)
    rmSync(file)
    await vi.waitFor(async () => expect((await ask(port)).code).toBe(200), patience)
    expect(lines.at(-1)).toMatchObject({ message: 'behaviour changed', behaviour: {} })
  })

  it('keeps its caller waiting when told to hang, and stays healthy', async () => {
    const callee = await start({ SERVES: 'http:0', BEHAVIOUR_FILE: behaviourFile({ hangShare: 1 }) })
    const { port, lines } = await start({
      SERVES: 'http:0',
      CALL_TIMEOUT_MS: '200',
      CALLS: `GET http://127.0.0.1:${callee.port}/ 1 critical`,
    })
    expect((await ask(port)).code).toBe(500)
    expect(lines.at(-1)).toMatchObject({ outcome: 'timeout' })
    expect((await ask(callee.port, '/healthz')).code).toBe(200)
  })

  it('finishes what it is at when it is stopped, and takes nothing more', async () => {
    let answerCall: () => void = () => undefined
    const called = new Promise<void>((resolve) => {
      answerCall = () => resolve()
    })
    const callee = createServer((_, response) => {
      answerCall()
      answerCall = () => response.end()
    })
    const { port, stop } = await start({
      SERVES: 'http:0',
      CALLS: `GET http://127.0.0.1:${await listening(callee)}/ 1 critical`,
    })
    const asked = ask(port)
    await called
    const stopped = stop()
    await expect(ask(port)).rejects.toThrow('ECONNREFUSED')
    answerCall()
    expect((await asked).code).toBe(200)
    await stopped
  })
})

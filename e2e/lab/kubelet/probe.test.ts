import { once } from 'node:events'
import http from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { Container, ProbeSpec } from './pod.ts'
import { followProbe } from './probe.ts'

const cleanUps: (() => void)[] = []
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) {
    cleanUp()
  }
})

async function firstTurn(spec: ProbeSpec, container: Partial<Container> = {}) {
  const stop = new AbortController()
  return await new Promise<{ isUp: boolean; reason: string }>((resolve) => {
    void followProbe({
      kind: 'startup',
      spec: { periodSeconds: 0.01, failureThreshold: 1, ...spec },
      container: { name: 'app', image: 'x', ...container },
      podIp: '127.0.0.1',
      signal: stop.signal,
      onTurn(isUp, reason) {
        stop.abort()
        resolve({ isUp, reason })
      },
    })
  })
}

async function serve(status: number) {
  const asked: (string | undefined)[] = []
  const server = http.createServer((request, response) => {
    asked.push(`${request.url} ${request.headers['x-asks']}`)
    response.writeHead(status).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanUps.push(() => server.close())
  return { port: (server.address() as AddressInfo).port, asked }
}

describe('a probe', () => {
  test('takes any answer from 200 to 399, with the path and headers of the pod', async () => {
    const { port, asked } = await serve(302)
    const httpHeaders = [{ name: 'x-asks', value: 'probe' }]
    expect(await firstTurn({ httpGet: { path: '/healthz?full=1', port, httpHeaders } })).toEqual({
      isUp: true,
      reason: '',
    })
    expect(asked).toEqual(['/healthz?full=1 probe'])
  })

  test('names the status it did not like', async () => {
    const { port } = await serve(503)
    expect(await firstTurn({ httpGet: { port } })).toEqual({
      isUp: false,
      reason: 'HTTP probe failed with statuscode: 503',
    })
  })

  test('finds a port by its name and says when there is none', async () => {
    const { port } = await serve(200)
    expect(
      (await firstTurn({ tcpSocket: { port: 'web' } }, { ports: [{ name: 'web', containerPort: port }] })).isUp,
    ).toBe(true)
    expect(await firstTurn({ tcpSocket: { port: 'web' } })).toEqual({ isUp: false, reason: 'no port is called web' })
  })

  test('fails where nobody listens and where nobody answers', async () => {
    const silent = createServer((socket) => socket.resume())
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    expect(await firstTurn({ httpGet: { port }, timeoutSeconds: 0.05 })).toEqual({ isUp: false, reason: 'timed out' })
    silent.close()
    await once(silent, 'close')
    expect((await firstTurn({ tcpSocket: { port } })).reason).toContain('ECONNREFUSED')
  })
})

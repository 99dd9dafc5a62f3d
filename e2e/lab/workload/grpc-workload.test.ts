import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2'
import { describe, expect, it, vi } from 'vitest'
import { grpcMessage } from './grpc-message.ts'
import { ask, behaviourFile, listening, patience, start } from './workload-trial.ts'

interface GrpcAnswer {
  head: Record<string, unknown>
  trailers: Record<string, unknown> | undefined
  body: Buffer
}

/** A client that knows HTTP/2 and nothing of gRPC. */
function askGrpc(port: number, message: Buffer): Promise<GrpcAnswer> {
  return new Promise((resolve, reject) => {
    const session = connectHttp2(`http://127.0.0.1:${port}`)
    const answer: GrpcAnswer = { head: {}, trailers: undefined, body: Buffer.alloc(0) }
    session.on('error', reject)
    session
      .request({ ':method': 'POST', ':path': '/shop.cart/Get', 'content-type': 'application/grpc', te: 'trailers' })
      .on('response', (head) => {
        answer.head = { ...head }
      })
      .on('trailers', (trailers) => {
        answer.trailers = { ...trailers }
      })
      .on('data', (chunk: Buffer) => {
        answer.body = Buffer.concat([answer.body, chunk])
      })
      .on('error', reject)
      .on('close', () => {
        session.close()
        resolve(answer)
      })
      .end(message)
  })
}

describe('a gRPC workload', () => {
  it('answers with one length-prefixed message and its status in trailers', async () => {
    const { port, healthPort } = await start({ SERVES: 'grpc:0' })
    const { head, trailers, body } = await askGrpc(port, grpcMessage('get'))
    expect(head).toMatchObject({ ':status': 200, 'content-type': 'application/grpc', 'x-service': 'cart' })
    expect(head).not.toHaveProperty('grpc-status')
    expect(trailers).toMatchObject({ 'grpc-status': '0' })
    expect(body[0]).toBe(0)
    expect(body.readUInt32BE(1)).toBe(body.length - 5)
    expect(healthPort).not.toBe(port)
    expect((await ask(healthPort, '/healthz')).code).toBe(200)
  })

  it('sends a failure in trailers too, with a message', async () => {
    const { port } = await start({ SERVES: 'grpc:0', ANSWERS: 'grpc 13 1' })
    const { head, trailers, body } = await askGrpc(port, grpcMessage('get'))
    expect(head[':status']).toBe(200)
    expect(head).not.toHaveProperty('grpc-status')
    expect(trailers).toMatchObject({ 'grpc-status': '13', 'grpc-message': 'cart%20answers%2013' })
    expect(body).toHaveLength(0)
  })

  it('refuses what is not one message', async () => {
    const { port } = await start({ SERVES: 'grpc:0' })
    expect((await askGrpc(port, Buffer.from('hello'))).trailers).toMatchObject({ 'grpc-status': '13' })
  })

  it.each([
    ['', 200],
    ['grpc 5 1', 200],
    ['grpc 13 1', 500],
  ])('with answers "%s" lets its critical HTTP caller answer %d', async (answers, code) => {
    const callee = await start({ SERVES: 'grpc:0', ANSWERS: answers })
    const { port } = await start({
      SERVES: 'http:0',
      CALLS: `grpc://127.0.0.1:${callee.port}/shop.cart/Get 1 critical`,
    })
    expect((await ask(port)).code).toBe(code)
  })

  it('is called over one connection, and again over another when that has ended', async () => {
    let connections = 0
    const callee = createHttp2Server().on('session', (session) => {
      connections++
      session.on('stream', (stream) => {
        stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
        stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
        stream.end(grpcMessage('ok'))
        stream.resume().on('close', () => {
          if (connections === 1 && ++served === 3) {
            session.close()
          }
        })
      })
    })
    let served = 0
    const calleePort = await listening(callee)
    const { port } = await start({ SERVES: 'http:0', CALLS: `grpc://127.0.0.1:${calleePort}/shop.cart/Get 1 critical` })
    for (let request = 0; request < 3; request++) {
      expect((await ask(port)).code).toBe(200)
    }
    expect(connections).toBe(1)
    await vi.waitFor(async () => {
      expect((await ask(port)).code).toBe(200)
      expect(connections).toBe(2)
    }, patience)
  })

  it.each([
    [
      'an answer of headers alone',
      { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '14' },
      'grpc 14',
    ],
    ['an HTTP error', { ':status': 503 }, 'grpc 14'],
    ['no status at all', { ':status': 200, 'content-type': 'application/grpc' }, 'grpc 2'],
    ['success without a message', { ':status': 200, 'grpc-status': '0' }, 'grpc 13'],
  ])('is failing to its caller with %s', async (_, head, outcome) => {
    const callee = await listening(
      createHttp2Server().on('stream', (stream) => {
        stream.respond(head, { endStream: true })
      }),
    )
    const { port, lines } = await start({ SERVES: 'http:0', CALLS: `grpc://127.0.0.1:${callee}/a/Get 1 critical` })
    expect((await ask(port)).code).toBe(500)
    expect(lines.at(-1)).toMatchObject({ message: 'call failed', outcome })
  })

  it('is failing to its caller where nobody serves it, and not any more once somebody does', async () => {
    const callee = createHttp2Server()
    const calleePort = await listening(callee)
    await new Promise((resolve) => callee.close(resolve))
    const { port, lines } = await start({ SERVES: 'http:0', CALLS: `grpc://127.0.0.1:${calleePort}/a/Get 1 critical` })
    expect((await ask(port)).code).toBe(500)
    expect(lines.at(-1)).toMatchObject({ outcome: 'grpc 14' })
    await start({ SERVES: `grpc:${calleePort}` })
    expect((await ask(port)).code).toBe(200)
  })

  it('is given up by its caller when it takes too long', async () => {
    const callee = await start({ SERVES: 'grpc:0', BEHAVIOUR_FILE: behaviourFile({ hangShare: 1 }) })
    const { port, lines } = await start({
      SERVES: 'http:0',
      CALL_TIMEOUT_MS: '200',
      CALLS: `grpc://127.0.0.1:${callee.port}/a/Get 1 critical`,
    })
    expect((await ask(port)).code).toBe(500)
    expect(lines.at(-1)).toMatchObject({ outcome: 'timeout' })
  })
})

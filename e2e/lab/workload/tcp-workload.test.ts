import { connect as connectTcp, createServer as createTcpServer } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { ask, behaviourFile, listening, patience, start } from './workload-trial.ts'

describe('a TCP workload', () => {
  it('answers ten queries on each connection of its caller, which then ends', async () => {
    const callee = await start({ SERVES: 'tcp:0' })
    const connections: { received: number; sent: number }[] = []
    const between = await listening(
      createTcpServer((socket) => {
        const onward = connectTcp(callee.port, '127.0.0.1')
        socket.pipe(onward).pipe(socket)
        socket.on('close', () => connections.push({ received: socket.bytesRead, sent: onward.bytesRead }))
        socket.on('error', () => undefined)
        onward.on('error', () => undefined)
      }),
    )
    const { port } = await start({ SERVES: 'http:0', CALLS: `tcp://127.0.0.1:${between} 1 critical` })
    for (let request = 0; request < 20; request++) {
      expect((await ask(port)).code).toBe(200)
    }
    const whole = { received: 10 * 310, sent: 10 * 2_900 }
    await vi.waitFor(() => expect(connections).toEqual([whole, whole]), patience)
    expect((await ask(callee.healthPort, '/healthz')).code).toBe(200)
  })

  it('fails by closing the connection unanswered', async () => {
    const callee = await start({ SERVES: 'tcp:0', BEHAVIOUR_FILE: behaviourFile({ failShare: 1 }) })
    const { port, lines } = await start({ SERVES: 'http:0', CALLS: `tcp://127.0.0.1:${callee.port} 1 critical` })
    expect((await ask(port)).code).toBe(500)
    expect(lines.at(-1)).toMatchObject({ message: 'call failed' })
  })

  it('closes on bytes that are no query', async () => {
    const { port } = await start({ SERVES: 'tcp:0' })
    const socket = connectTcp(port, '127.0.0.1')
    const closed = new Promise((resolve) => socket.on('close', resolve))
    socket.on('error', () => undefined).write('GET / HTTP/1.1\r\n\r\n')
    await closed
  })
})

import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { forwardPorts } from './port-forward.ts'

vi.mock('../programs.ts', () => ({ programs: { node: process.execPath } }))

const open: { close(): unknown }[] = []
let address = ''
let ports: number[] = []

beforeEach(async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server.on('connection', (socket) => forwardPorts(socket, { podName: 'web' }, ports))
  await once(server, 'listening')
  address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
  open.push(server)
})
afterEach(() => {
  for (const one of open.splice(0)) {
    one.close()
  }
})

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  open.push(server)
  return (server.address() as AddressInfo).port
}

/** Talks until the other side closes; answers the text of each channel without its port number. */
async function talk(say: Buffer[]): Promise<Map<number, string>> {
  const heard = new Map<number, Buffer>()
  const socket = new WebSocket(address)
  socket.on('message', (message: Buffer) => {
    const channel = message[0] ?? -1
    heard.set(channel, Buffer.concat([heard.get(channel) ?? Buffer.alloc(0), message.subarray(1)]))
  })
  await once(socket, 'open')
  for (const one of say) {
    socket.send(one)
  }
  await once(socket, 'close')
  return new Map([...heard].map(([channel, bytes]) => [channel, bytes.subarray(2).toString()]))
}

describe('a forwarded port', () => {
  test('carries bytes both ways, each port on its own channels, and ends with the pod’s connections', async () => {
    const echo = () => createServer((socket) => socket.once('data', (data) => socket.end(`you said ${data}`)))
    ports = [await listen(echo()), await listen(echo())]
    const heard = await talk([Buffer.from('\u0000one'), Buffer.from('\u0002two')])
    expect([...heard].sort()).toEqual([
      [0, 'you said one'],
      [1, ''],
      [2, 'you said two'],
      [3, ''],
    ])
  })

  test('that nobody listens on says so on its error channel', async () => {
    const gone = createServer()
    ports = [await listen(gone)]
    gone.close()
    const heard = await talk([])
    expect(heard.get(1)).toMatch(/^error forwarding port \d+ to pod web: connect ECONNREFUSED/)
  })
})

import { connect, type Socket } from 'node:net'
import type { CallClient, CallResult } from './call-result.ts'
import { frameCounter, tcpFrame } from './tcp-frames.ts'

const queryBytes = 310

/** A proxy counts a connection's bytes when it ends, so none lives for long. */
const queriesPerConnection = 10

interface Connection {
  socket: Socket
  queries: number
}

/** Queries over pooled connections, one at a time on each, ten on each and then another. */
export function tcpCaller({ timeoutMs }: { timeoutMs: number }): CallClient {
  const idle = new Map<string, Connection[]>()
  const open = new Set<Socket>()
  const take = (url: URL): Connection => {
    for (let known = idle.get(url.host)?.pop(); known !== undefined; known = idle.get(url.host)?.pop()) {
      if (!known.socket.destroyed && known.socket.readable) {
        return known
      }
    }
    const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true })
    open.add(socket)
    socket.on('error', () => undefined).on('close', () => open.delete(socket))
    return { socket, queries: 0 }
  }
  return {
    async call({ url }) {
      const connection = take(url)
      const result = await query(connection.socket, timeoutMs)
      connection.queries++
      if (result.isFailure) {
        connection.socket.destroy()
      } else if (connection.queries >= queriesPerConnection) {
        connection.socket.end()
      } else {
        idle.set(url.host, [...(idle.get(url.host) ?? []), connection])
      }
      return result
    },
    close() {
      for (const socket of open) {
        socket.destroy()
      }
    },
  }
}

function query(socket: Socket, timeoutMs: number): Promise<CallResult> {
  return new Promise((resolve) => {
    const count = frameCounter()
    const finish = (result: CallResult) => {
      clearTimeout(timer)
      socket.off('data', onData).off('close', onClose).off('error', onError)
      resolve(result)
    }
    const onData = (chunk: Buffer) => {
      try {
        if (count(chunk) > 0) {
          finish({ isFailure: false, outcome: 'answered' })
        }
      } catch (error) {
        finish({ isFailure: true, outcome: String(error) })
      }
    }
    const onError = (error: NodeJS.ErrnoException) => finish({ isFailure: true, outcome: error.code ?? error.message })
    const onClose = () => finish({ isFailure: true, outcome: 'closed' })
    const timer = setTimeout(() => finish({ isFailure: true, outcome: 'timeout' }), timeoutMs)
    socket.on('data', onData).on('close', onClose).on('error', onError)
    socket.write(tcpFrame(queryBytes))
  })
}

import { once } from 'node:events'
import type { Http2Server, ServerHttp2Session } from 'node:http2'
import type { Server, Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export interface Listening {
  port: number
  /** Takes no new connections, waits a second at most for `whenIdle`, then ends what is open. */
  stop(): Promise<void>
}

const longestFarewellMs = 1_000

/** Starts a server of any protocol; rejects when the port cannot be had. */
export async function listen(
  server: Server | Http2Server,
  { port, host, whenIdle }: { port: number; host: string; whenIdle: () => Promise<void> },
): Promise<Listening> {
  const sockets = new Set<Socket>()
  const sessions = new Set<ServerHttp2Session>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('session', (session: ServerHttp2Session) => {
    sessions.add(session)
    session.once('close', () => sessions.delete(session))
  })
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  const stop = async () => {
    const closed = once(server, 'close')
    const farewell = pause(longestFarewellMs, undefined, { ref: false })
    server.close()
    for (const session of sessions) {
      session.close()
    }
    await Promise.race([whenIdle(), farewell])
    if (sessions.size > 0) {
      await Promise.race([closed, farewell])
    }
    for (const session of sessions) {
      session.destroy()
    }
    for (const socket of sockets) {
      socket.destroySoon()
    }
    await closed
  }
  let stopped: Promise<void> | undefined
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop() {
      stopped ??= stop()
      return stopped
    },
  }
}

import { createServer, type Server, type Socket } from 'node:net'
import type { Work } from './do-work.ts'
import { frameCounter, tcpFrame } from './tcp-frames.ts'

const resultBytes = 2_900

/** Answers each query frame with a result frame, in order. What fails is not answered but closed. */
export function tcpServer(work: Work): Server {
  return createServer((socket) => {
    const count = frameCounter()
    let turn = Promise.resolve()
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      const queries = framesIn(count, chunk, socket)
      for (let query = 0; query < queries; query++) {
        turn = turn.then(() => answer(work, socket))
      }
    })
  })
}

function framesIn(count: (chunk: Buffer) => number, chunk: Buffer, socket: Socket): number {
  try {
    return count(chunk)
  } catch {
    socket.destroy()
    return 0
  }
}

async function answer(work: Work, socket: Socket): Promise<void> {
  const verdict = await work({})
  if (verdict.kind === 'hang' || socket.destroyed) {
    return
  }
  if (verdict.isSuccess) {
    socket.write(tcpFrame(resultBytes))
  } else {
    socket.destroy()
  }
}

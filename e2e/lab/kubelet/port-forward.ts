import type { WebSocket } from 'ws'
import { dialHost, dialPod } from './dial.ts'
import { errorFrame, frame, parseFrame, portFrames } from './port-forward-frames.ts'

interface ForwardTarget {
  /** Absent: the host's network. */
  namespace?: string
  podName: string
}

/** Joins a WebSocket's channels with ports of a pod, a data and an error channel for each, until all have ended. */
export function forwardPorts(socket: WebSocket, { namespace, podName }: ForwardTarget, ports: readonly number[]): void {
  const lines = ports.map((port, index) => {
    for (const first of portFrames(index, port)) {
      socket.send(first)
    }
    const line = namespace === undefined ? dialHost(port) : dialPod(namespace, port)
    line.readable.on('data', (data: Buffer) => {
      line.readable.pause()
      socket.send(frame(index * 2, data), () => line.readable.resume())
    })
    line.writable.on('error', () => undefined)
    return line
  })
  const ends = lines.map(async ({ ended }, index) => {
    const problem = await ended
    if (problem !== undefined && socket.readyState === socket.OPEN) {
      socket.send(errorFrame(index, `error forwarding port ${ports[index]} to pod ${podName}: ${problem}`))
    }
  })
  void Promise.all(ends).then(() => socket.close(1000))
  socket.on('message', (message: Buffer) => {
    const { channel, data } = parseFrame(message)
    if (channel % 2 === 0 && data.length > 0) {
      lines[channel / 2]?.writable.write(data)
    }
  })
  socket.on('close', () => {
    for (const { hangUp } of lines) {
      hangUp()
    }
  })
}

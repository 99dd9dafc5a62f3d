import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface StreamEvent {
  /** `snapshot` or `patch`. */
  event: string
  stream: number
  /** Which reading it brings the stream up to. */
  seq: number
  /** When it had come whole, as `wallMs`. */
  atMs: number
  bytes: number
}

export interface Streams {
  events: StreamEvent[]
  /** Resolves when every stream is up to this reading; rejects when one ends before. */
  upTo(seq: number): Promise<void>
  stop(): Promise<void>
}

/** Holds so many server-sent streams open, from a process of its own. */
export function openStreams(url: string, count: number): Streams {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'hold-streams.ts'), url, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const ended = once(child, 'exit')
  const events: StreamEvent[] = []
  const newest = new Map<number, number>()
  let failure: string | undefined
  let wake = () => {}
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [event = '', stream, seq, atMs, bytes] = line.split(' ')
    if (event === 'ended') {
      failure ??= line
    } else {
      events.push({ event, stream: Number(stream), seq: Number(seq), atMs: Number(atMs), bytes: Number(bytes) })
      newest.set(Number(stream), Number(seq))
    }
    wake()
  })
  return {
    events,
    async upTo(seq) {
      while (newest.size < count || Math.min(...newest.values()) < seq) {
        if (failure !== undefined) {
          throw new Error(`a stream failed: ${failure}`)
        }
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    async stop() {
      process.off('exit', kill)
      child.kill('SIGTERM')
      await ended
    },
  }
}

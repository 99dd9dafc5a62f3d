import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { programs } from '../programs.ts'
import { lab } from '../settings.ts'

/** An open connection to a port of a pod. */
interface Line {
  readable: Readable
  writable: Writable
  /** Resolves when nothing more comes, with what went wrong. */
  ended: Promise<string | undefined>
  hangUp(): void
}

/** A process enters the pod's network, because a socket belongs to the network in which it was made. */
export function dialPod(namespace: string, port: number): Line {
  return runRelay(['ip', 'netns', 'exec', namespace], port, '127.0.0.1')
}

/** Processes on the host's network listen on every address, or on the loopback or the bridge's alone. */
export function dialHost(port: number): Line {
  return runRelay([], port, '127.0.0.1', lab.gatewayIp)
}

function runRelay(prefix: string[], port: number, ...hosts: string[]): Line {
  const relay = join(import.meta.dirname, 'relay.ts')
  const [program = '', ...args] = [...prefix, programs.node, relay, `${port}`, ...hosts]
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  let words = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text
  })
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code) => resolve(code === 0 || code === null ? undefined : words.trim()))
  })
  return { readable: child.stdout, writable: child.stdin, ended, hangUp: () => child.kill('SIGTERM') }
}

import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

const readyWithinMs = 30_000
const stopWithinMs = 5_000
const attempts = 3

/** The Debian package that brings each program. */
const packages = {
  prometheus: 'prometheus',
  promtool: 'prometheus',
  'prometheus-alertmanager': 'prometheus-alertmanager',
}

export type Program = keyof typeof packages

/** Starts a program whose `/-/ready` answers once it serves, on a free loopback port. */
export async function serveOnFreePort(
  program: Program,
  parametersAt: (address: string) => string[],
): Promise<{ url: string; pid: number; end(): Promise<void> }> {
  for (let attempt = 1; ; attempt += 1) {
    const address = `127.0.0.1:${await freePort()}`
    const server = runProgram(program, parametersAt(address))
    const url = `http://${address}`
    if (await isReady(url, server.child)) {
      return { url, pid: server.child.pid ?? 0, end: () => end(server.child) }
    }
    await end(server.child)
    // Another process may have taken the port between finding and using it.
    if (attempt === attempts || !server.said().includes('address already in use')) {
      throw new Error(`${program} did not become ready: ${server.said()}`)
    }
  }
}

async function isReady(url: string, child: ChildProcess): Promise<boolean> {
  const deadline = performance.now() + readyWithinMs
  while (performance.now() < deadline && !hasEnded(child)) {
    const response = await fetch(`${url}/-/ready`).catch(() => undefined)
    await response?.body?.cancel()
    if (response?.status === 200) {
      return true
    }
    await delay(25)
  }
  return false
}

export function runProgram(program: Program, parameters: string[]): { child: ChildProcess; said(): string } {
  const child = spawn(program, parameters, { stdio: ['ignore', 'ignore', 'pipe'] })
  // A test run that dies without clean-up leaves no process behind.
  const kill = (): void => {
    child.kill('SIGKILL')
  }
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  const missing = `the program ${program} is missing: install Debian's package ${packages[program]} (apt-get install ${packages[program]})`
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000)
  })
  child.on('error', (error) => {
    said = 'code' in error && error.code === 'ENOENT' ? missing : String(error)
  })
  return { child, said: () => said }
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) {
    return
  }
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), stopWithinMs)
  await ended
  clearTimeout(force)
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') {
    throw new Error('no loopback port')
  }
  return address.port
}

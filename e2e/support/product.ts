import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

export interface Product {
  /** Without a slash at the end. */
  url: string
  pid: number
  /** Sends SIGTERM and waits for the end; resolves with the seconds it took. */
  stop(): Promise<number>
  output(): string
}

/** The built product as `npm start` runs it, on a free loopback port. Rejects with its output when it ends before it listens. */
export async function startProduct(env: Record<string, string>): Promise<Product> {
  const child = launch({ PORT: '0', EXANTAS_LOG_LEVEL: 'warn', ...env })
  const output = collect(child)
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const address = /Exantas listening on (\S+)/.exec(output())?.[1]
      if (address !== undefined) {
        resolve(address)
      }
    })
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it listened:\n${output()}`)))
  })
  return { url, pid: child.pid ?? 0, output, stop: () => stop(child) }
}

/** Starts the product where it must refuse to; resolves with its exit code and what it printed. */
export async function refuseToStart(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = launch(env)
  const output = collect(child)
  const [code] = await once(child, 'close')
  return { code, output: output() }
}

function launch(env: Record<string, string>): ChildProcess {
  const { PATH = '' } = process.env
  return spawn(process.execPath, ['--conditions=react-server', 'scripts/start.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH, NODE_ENV: 'production', ...env },
  })
}

function collect(child: ChildProcess): () => string {
  let text = ''
  child.stdout?.on('data', (chunk) => {
    text += chunk
  })
  child.stderr?.on('data', (chunk) => {
    text += chunk
  })
  return () => text
}

async function stop(child: ChildProcess): Promise<number> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return 0
  }
  const started = performance.now()
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
  return (performance.now() - started) / 1000
}

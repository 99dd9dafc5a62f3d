import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'

export interface PrometheusServerOptions {
  /** OpenMetrics text in pieces, loaded as blocks before the start; the closing `# EOF` may be left out. */
  history?: Iterable<string> | AsyncIterable<string>
  /** Scraped from the start, `host:port` and path. */
  scrape?: { target: string; path: string; intervalSeconds: number }
}

export interface PrometheusServer {
  url: string
  pid: number
  /** Ends the process and removes its directory. */
  stop(): Promise<void>
}

const readyWithinMs = 30_000
const stopWithinMs = 5_000
const attempts = 3

/** A real Prometheus (Debian package `prometheus`) on a free loopback port with a directory of its own. */
export async function startPrometheus(options: PrometheusServerOptions = {}): Promise<PrometheusServer> {
  const directory = await mkdtemp(join(tmpdir(), 'exantas-prometheus-'))
  try {
    if (options.history !== undefined) {
      await loadHistory(directory, options.history)
    }
    await writeFile(join(directory, 'prometheus.yml'), configuration(options.scrape))
    return await startOnFreePort(directory)
  } catch (error) {
    await rm(directory, { recursive: true, force: true })
    throw error
  }
}

async function loadHistory(directory: string, history: Iterable<string> | AsyncIterable<string>): Promise<void> {
  const file = join(directory, 'history.om')
  await pipeline(Readable.from(endedOnce(history)), createWriteStream(file))
  const load = ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', file, join(directory, 'data')]
  const promtool = run('promtool', load)
  const [code] = await once(promtool.child, 'close')
  if (code !== 0) {
    throw new Error(`promtool could not load the history: ${promtool.said()}`)
  }
  await rm(file)
}

async function* endedOnce(history: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of history) {
    yield piece.replace(/^# EOF\n?/m, '')
  }
  yield '# EOF\n'
}

function configuration(scrape: PrometheusServerOptions['scrape']): string {
  if (scrape === undefined) {
    return 'scrape_configs: []\n'
  }
  const job = {
    job_name: 'mesh',
    scrape_interval: `${scrape.intervalSeconds}s`,
    scrape_timeout: `${scrape.intervalSeconds}s`,
    metrics_path: scrape.path,
    static_configs: [{ targets: [scrape.target] }],
  }
  return `${JSON.stringify({ scrape_configs: [job] })}\n`
}

async function startOnFreePort(directory: string): Promise<PrometheusServer> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const server = run('prometheus', [
      `--config.file=${join(directory, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      '--storage.tsdb.retention.time=10y',
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
    ])
    const stop = async (): Promise<void> => {
      await end(server.child)
      await rm(directory, { recursive: true, force: true })
    }
    if (await isReady(url, server.child)) {
      return { url, pid: server.child.pid ?? 0, stop }
    }
    await end(server.child)
    // Another process may have taken the port between finding and using it.
    if (attempt === attempts || !server.said().includes('address already in use')) {
      throw new Error(`prometheus did not become ready: ${server.said()}`)
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

function run(command: 'prometheus' | 'promtool', parameters: string[]): { child: ChildProcess; said(): string } {
  const child = spawn(command, parameters, { stdio: ['ignore', 'ignore', 'pipe'] })
  // A test run that dies without clean-up leaves no process behind.
  const kill = (): void => {
    child.kill('SIGKILL')
  }
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  const missing = `the program ${command} is missing: install Debian's package prometheus (apt-get install prometheus)`
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

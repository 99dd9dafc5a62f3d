import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get, type IncomingHttpHeaders } from 'node:http'
import type { Http2Server } from 'node:http2'
import type { AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type RunningWorkload, startWorkload } from './start-workload.ts'
import { workloadLog } from './workload-log.ts'
import { workloadSettings } from './workload-settings.ts'

export const patience = { timeout: 10_000 }

interface Started extends RunningWorkload {
  port: number
  lines: Record<string, unknown>[]
}

/** The workload `cart` on free loopback ports until the test ends. */
export async function start(env: Record<string, string>): Promise<Started> {
  const lines: Record<string, unknown>[] = []
  const identity = { service: 'cart', version: 'v7' }
  const running = await startWorkload(
    workloadSettings({ SERVICE: 'cart', VERSION: 'v7', LISTEN_HOST: '127.0.0.1', HEALTH_PORT: '0', ...env }),
    {
      log: workloadLog(identity, (line) => lines.push(JSON.parse(line) as Record<string, unknown>)),
      random: Math.random,
      crash: () => undefined,
    },
  )
  onTestFinished(running.stop)
  return { ...running, port: running.port ?? 0, lines }
}

/** A file that is gone when the test ends. */
export function behaviourFile(behaviour: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'workload-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'behaviour.json')
  writeFileSync(file, JSON.stringify(behaviour))
  return file
}

interface HttpAnswer {
  code: number
  headers: IncomingHttpHeaders
}

/** One GET over a connection of its own. */
export function ask(port: number, path = '/', headers: Record<string, string> = {}): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', path, headers, agent: false }, (response) => {
      response.resume().on('end', () => resolve({ code: response.statusCode ?? 0, headers: response.headers }))
    }).on('error', reject)
  })
}

/** The free loopback port on which the server listens until the test ends. */
export async function listening<T extends Server | Http2Server>(server: T): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    if (server.listening) {
      server.close()
    }
  })
  return (server.address() as AddressInfo).port
}

import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { parseEnv } from '../lib/server/env.ts'
import { buildProduct, standaloneServer } from './build-product.ts'

const mostDrainMs = 3000
const mostStartMs = 60_000
const loopback = new Set(['127.0.0.1', 'localhost', '::1'])

interface Closable {
  close(): Promise<void>
}

/** Checks the environment, builds when needed, and serves in the foreground until SIGTERM or SIGINT. */
export async function serveProduct(): Promise<void> {
  const parsed = parseEnv(process.env)
  if ('problems' in parsed) {
    console.error(`Exantas cannot start:\n  ${parsed.problems.join('\n  ')}`)
    process.exit(2)
  }
  const { HOST: host, PORT: wantedPort } = parsed.env
  await buildProduct()
  const port = await reservePort(host, wantedPort)
  if (!loopback.has(host)) {
    console.warn(
      `Exantas listens on ${host}, beyond this machine, and has no sign-in yet: everyone who reaches it acts as its account.`,
    )
  }
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
  Object.assign(process.env, {
    HOSTNAME: host,
    PORT: String(port),
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  })
  await import(pathToFileURL(standaloneServer).href)
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  await answers(host === '0.0.0.0' ? `http://127.0.0.1:${port}` : host === '::' ? `http://[::1]:${port}` : address)
  console.log(`Exantas listening on ${address}`)
}

/** Ends the streams; the server itself lets answers under way finish and then exits, within 3 s at most. */
async function stop(): Promise<void> {
  const house = globalThis as { [key: symbol]: Closable | undefined }
  setTimeout(() => process.exit(0), mostDrainMs)
  await house[Symbol.for('exantas.container')]?.close()
}

/** The port to use: the wanted one if it is free, any free one for 0. */
function reservePort(host: string, wanted: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      console.error(
        error.code === 'EADDRINUSE'
          ? `Exantas cannot start: port ${wanted} on ${host} is in use; set PORT to another.`
          : `Exantas cannot start: it cannot listen on ${host}:${wanted} (${error.code}); set HOST and PORT.`,
      )
      process.exit(2)
    })
    probe.listen(wanted, host, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : wanted))
    })
  })
}

async function answers(address: string): Promise<void> {
  const deadline = performance.now() + mostStartMs
  while (performance.now() < deadline) {
    const isUp = await fetch(`${address}/api/health/live`).then(
      (response) => response.ok,
      () => false,
    )
    if (isUp) {
      return
    }
    await delay(50)
  }
  console.error(`Exantas cannot start: it does not answer at ${address} within ${mostStartMs / 1000} s.`)
  process.exit(1)
}

import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import { pause } from './pause.ts'
import type { Container, ProbeSpec } from './pod.ts'
import { type ProbeKind, probeTiming, probeVerdict } from './probe-verdict.ts'

interface ProbeOptions {
  kind: ProbeKind
  spec: ProbeSpec
  container: Container
  podIp: string
  signal: AbortSignal
  /** Called with each turn of the verdict, and with why when it fell. */
  onTurn(isUp: boolean, reason: string): void
}

/** Asks until `signal` is aborted. */
export async function followProbe({ kind, spec, container, podIp, signal, onTurn }: ProbeOptions): Promise<void> {
  const verdict = probeVerdict(kind, spec)
  await pause(probeTiming(kind, spec, verdict.isUp).initialDelayMs, signal)
  while (!signal.aborted) {
    const askedAt = performance.now()
    const failure = await failureOf(spec, container, podIp, probeTiming(kind, spec, verdict.isUp).timeoutMs)
    if (!signal.aborted && verdict.record(failure === undefined)) {
      onTurn(verdict.isUp, failure ?? '')
    }
    await pause(probeTiming(kind, spec, verdict.isUp).periodMs - (performance.now() - askedAt), signal)
  }
}

/** One question; undefined when the answer is fine, else what was wrong. */
async function failureOf(
  { httpGet, tcpSocket }: ProbeSpec,
  container: Container,
  podIp: string,
  timeoutMs: number,
): Promise<string | undefined> {
  try {
    if (httpGet !== undefined) {
      return await askHttp(httpGet, portOf(httpGet.port, container), podIp, timeoutMs)
    }
    if (tcpSocket !== undefined) {
      return await askTcp(tcpSocket.host ?? podIp, portOf(tcpSocket.port, container), timeoutMs)
    }
    return 'only httpGet and tcpSocket probes are known here'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function portOf(port: number | string, { ports = [] }: Container): number {
  if (typeof port === 'number') {
    return port
  }
  const named = ports.find(({ name }) => name === port)?.containerPort ?? Number(port)
  if (!Number.isInteger(named)) {
    throw new Error(`no port is called ${port}`)
  }
  return named
}

function askHttp(
  { host, path = '/', scheme = 'HTTP', httpHeaders = [] }: NonNullable<ProbeSpec['httpGet']>,
  port: number,
  podIp: string,
  timeoutMs: number,
): Promise<string | undefined> {
  const headers = {
    'user-agent': 'kube-probe/lab',
    ...Object.fromEntries(httpHeaders.map((one) => [one.name, one.value])),
  }
  const options = { host: host ?? podIp, port, path, headers, agent: false, signal: AbortSignal.timeout(timeoutMs) }
  return new Promise((resolve) => {
    const onResponse = (response: http.IncomingMessage) => {
      const { statusCode = 0 } = response
      response.resume()
      response.once('error', () => undefined)
      resolve(statusCode >= 200 && statusCode < 400 ? undefined : `HTTP probe failed with statuscode: ${statusCode}`)
    }
    const request =
      scheme === 'HTTPS'
        ? https.get({ ...options, rejectUnauthorized: false }, onResponse)
        : http.get(options, onResponse)
    request.on('error', (error) => resolve(error.name === 'AbortError' ? 'timed out' : error.message))
  })
}

function askTcp(host: string, port: number, timeoutMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, timeout: timeoutMs })
    const answer = (failure?: string) => {
      socket.destroy()
      resolve(failure)
    }
    socket.once('connect', () => answer())
    socket.once('timeout', () => answer('timed out'))
    socket.once('error', (error) => answer(error.message))
  })
}

import { PassThrough, Writable } from 'node:stream'
import { type KubeConfig, PortForward } from '@kubernetes/client-node'
import { AppError } from '../../domain/errors.ts'
import { orAborted } from '../../ports/or-aborted.ts'

const longestAnswerBytes = 64 * 1024 * 1024
const source = 'istiod'

export interface ForwardedAddress {
  namespace: string
  pod: string
  port: number
  path: string
}

/** One GET over HTTP/1.0 (no chunks, the end is the end) down a forwarded port of a pod. */
export async function forwardedGet(
  kubeConfig: KubeConfig,
  { namespace, pod, port, path }: ForwardedAddress,
  signal: AbortSignal,
): Promise<string> {
  const answer = collected()
  const errors = collected()
  const toPod = new PassThrough()
  const connecting = connect(kubeConfig, { namespace, pod, port }, answer.stream, errors.stream, toPod)
  const socket = await orAborted(connecting, signal).catch((error) => {
    connecting.then(
      (late) => late.terminate(),
      () => undefined,
    )
    throw signal.aborted ? tooLate(error) : error
  })
  const end = () => socket.terminate()
  signal.addEventListener('abort', end, { once: true })
  try {
    if (signal.aborted) {
      end()
    }
    const closed = new Promise<void>((resolve) => {
      socket.once('close', () => resolve())
      socket.once('error', () => resolve())
    })
    toPod.write(`GET ${path} HTTP/1.0\r\nhost: localhost\r\naccept: application/json\r\n\r\n`)
    await closed
  } finally {
    signal.removeEventListener('abort', end)
    toPod.destroy()
  }
  if (signal.aborted) {
    throw tooLate(signal.reason)
  }
  return bodyOf(answer.text(), errors.text())
}

function tooLate(cause: unknown): AppError {
  return new AppError('timeout', { source, reason: 'timeout' }, { cause })
}

async function connect(
  kubeConfig: KubeConfig,
  { namespace, pod, port }: Omit<ForwardedAddress, 'path'>,
  answer: Writable,
  errors: Writable,
  toPod: PassThrough,
) {
  try {
    const socket = await new PortForward(kubeConfig).portForward(namespace, pod, [port], answer, errors, toPod)
    if (typeof socket === 'function') {
      throw new Error('a forward that restarts was not asked for')
    }
    return socket
  } catch (cause) {
    const status = /response: (\d{3})/.exec(String(cause instanceof Error ? cause.message : cause))?.[1]
    const code = status === '403' ? 'forbidden' : status === '401' ? 'unauthenticated' : 'unavailable'
    throw new AppError(code, { source, reason: status === undefined ? 'port-forward' : `http-${status}` }, { cause })
  }
}

function collected(): { stream: Writable; text(): string } {
  const chunks: Buffer[] = []
  let bytes = 0
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes <= longestAnswerBytes) {
        chunks.push(chunk)
      }
      done()
    },
  })
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') }
}

/** The body of a complete 200; what else came back is no answer. */
export function bodyOf(answer: string, error: string): string {
  const [head = '', ...rest] = answer.split('\r\n\r\n')
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1]
  if (status === undefined) {
    throw new AppError('unavailable', { source, reason: error === '' ? 'no-answer' : 'port-forward' })
  }
  if (status !== '200') {
    throw new AppError(status === '401' || status === '403' ? 'forbidden' : 'unavailable', {
      source,
      reason: `http-${status}`,
    })
  }
  const body = rest.join('\r\n\r\n')
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  if (length !== undefined && Buffer.byteLength(body) < Number(length)) {
    throw new AppError('unavailable', { source, reason: 'cut-off' })
  }
  return body
}

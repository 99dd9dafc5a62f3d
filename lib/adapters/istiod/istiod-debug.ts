import { readFile } from 'node:fs/promises'
import { AppError, type ErrorCode } from '../../domain/errors.ts'
import type { ControlPlanes } from '../../ports/control-planes.ts'

export interface IstiodDebugOptions {
  /** One of each replica, or of something that reaches them all. */
  urls: readonly string[]
  /** Holds a bearer token; read each time, as Kubernetes renews it. */
  tokenFile?: string | undefined
  timeoutSeconds: number
}

const maxResponseBytes = 64 * 1024 * 1024
const source = 'istiod'
const codes: Record<number, ErrorCode> = { 401: 'unauthenticated', 403: 'forbidden' }

/** Istiod's debug interface by address; the same servers whatever the cluster. */
export function istiodDebug({ urls, tokenFile, timeoutSeconds }: IstiodDebugOptions): ControlPlanes {
  async function headers(): Promise<Record<string, string>> {
    if (tokenFile === undefined) {
      return {}
    }
    const token = await readFile(tokenFile, 'utf8').catch((cause) => {
      throw new AppError('unauthenticated', { source, reason: 'token-unreadable' }, { cause })
    })
    return { authorization: `Bearer ${token.trim()}` }
  }

  async function get(address: string, signal: AbortSignal | undefined): Promise<string> {
    const deadline = AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000))
    const end = signal === undefined ? deadline : AbortSignal.any([signal, deadline])
    try {
      // A redirect leads to a login page or another host: neither may see the token.
      const response = await fetch(address, { headers: await headers(), signal: end, redirect: 'manual' })
      if (!response.ok) {
        await response.body?.cancel()
        throw new AppError(codes[response.status] ?? 'unavailable', { source, reason: `http-${response.status}` })
      }
      return await readText(response)
    } catch (error) {
      signal?.throwIfAborted()
      if (deadline.aborted) {
        throw new AppError('timeout', { source, reason: 'timeout', timeoutSeconds }, { cause: error })
      }
      throw error instanceof AppError
        ? error
        : new AppError('unavailable', { source, reason: 'connection' }, { cause: error })
    }
  }

  return {
    debugAnswers: (_cluster, path, signal) => Promise.all(urls.map((url) => get(`${url}${path}`, signal))),
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > maxResponseBytes) {
      throw new AppError('too-large', { source, reason: 'too-large' })
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, bytes).toString('utf8')
}

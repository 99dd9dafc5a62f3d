import { AppError } from '../../domain/errors.ts'
import type { UnixSeconds } from '../../domain/time.ts'
import { authorizationHeader } from './authorization-header.ts'
import { failureOf, refusalOf } from './prometheus-failure.ts'
import type { Envelope, Sample, Series } from './wire.ts'
import { readEnvelope, readMatrix, readVector } from './wire.ts'

export interface PrometheusOptions {
  /** With path prefix, when there is one. */
  baseUrl: string
  headers: Record<string, string>
  timeoutSeconds?: number
  /** Sent in the address of every query, where a proxy in front can read them. */
  extraParameters?: Record<string, string>
  maxResponseBytes?: number
}

/** The two questions of Prometheus's HTTP API that this product asks; every failure is an `AppError`. */
export interface PrometheusApi {
  vector(query: string, at?: UnixSeconds, signal?: AbortSignal): Promise<Sample[]>
  /** The raw samples of a range selector. */
  samples(query: string, at?: UnixSeconds, signal?: AbortSignal): Promise<Series[]>
  range(query: string, span: { from: number; to: number; stepSeconds: number }, signal?: AbortSignal): Promise<Series[]>
  /** Resolves when a query is answered. */
  answers(signal?: AbortSignal): Promise<void>
}

const defaultTimeoutSeconds = 15
const defaultMaxResponseBytes = 256 * 1024 * 1024

export function prometheusApi(options: PrometheusOptions): PrometheusApi {
  const ask = asker(options)
  const instant = (query: string, at?: UnixSeconds): Record<string, string> =>
    at === undefined ? { query } : { query, time: at.toFixed(3) }
  return {
    vector: (query, at, signal) => ask('query', instant(query, at), readVector, signal),
    samples: (query, at, signal) => ask('query', instant(query, at), readMatrix, signal),
    range: (query, span, signal) => {
      const { from, to, stepSeconds } = span
      const fields = { query, start: from.toFixed(3), end: to.toFixed(3), step: String(stepSeconds) }
      return ask('query_range', fields, readMatrix, signal)
    },
    answers: (signal) => ask('query', { query: '1' }, () => undefined, signal),
  }
}

type Fields = Record<string, string>

function asker(options: PrometheusOptions) {
  const timeoutSeconds = options.timeoutSeconds ?? defaultTimeoutSeconds
  const maxBytes = options.maxResponseBytes ?? defaultMaxResponseBytes
  const send = sender(options)

  return async <T>(path: string, fields: Fields, read: (answer: Envelope) => T, signal?: AbortSignal): Promise<T> => {
    const deadline = AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000))
    const end = signal === undefined ? deadline : AbortSignal.any([signal, deadline])
    try {
      const response = await send(path, { ...fields, timeout: `${Math.ceil(timeoutSeconds * 1000)}ms` }, end)
      const text = await readText(response, maxBytes)
      if (!response.ok) {
        throw refusalOf(response.status, text)
      }
      return read(readEnvelope(text))
    } catch (error) {
      signal?.throwIfAborted()
      throw deadline.aborted
        ? new AppError('timeout', { source: 'prometheus', timeoutSeconds }, { cause: error })
        : failureOf(error)
    }
  }
}

function sender(options: PrometheusOptions) {
  const base = new URL(options.baseUrl)
  const credentials = { username: decodeURIComponent(base.username), password: decodeURIComponent(base.password) }
  const headers = { ...authorizationHeader(credentials), ...options.headers }
  let isPostRefused = false

  return async (path: string, fields: Fields, signal: AbortSignal): Promise<Response> => {
    const url = new URL(`${base.origin}${base.pathname.replace(/\/+$/, '')}/api/v1/${path}`)
    for (const [name, value] of [...base.searchParams, ...Object.entries(options.extraParameters ?? {})]) {
      url.searchParams.set(name, value)
    }
    // A redirect leads to a login page or another host: neither may see the headers.
    const request = { headers, signal, redirect: 'manual' } as const
    if (!isPostRefused) {
      const response = await fetch(url, { ...request, method: 'POST', body: new URLSearchParams(fields) })
      if (response.status !== 405) {
        return response
      }
      await response.body?.cancel()
      isPostRefused = true
    }
    for (const [name, value] of Object.entries(fields)) {
      url.searchParams.set(name, value)
    }
    return fetch(url, request)
  }
}

async function readText(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) {
      throw new AppError('too-large', { source: 'prometheus', maxBytes })
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, bytes).toString('utf8')
}

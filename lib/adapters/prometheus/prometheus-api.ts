import { AppError } from '../../domain/errors.ts'
import type { UnixSeconds } from '../../domain/time.ts'
import { authorizationHeader } from './authorization-header.ts'
import type { HttpAnswer, SendHttp } from './http-sender.ts'
import { httpSender } from './http-sender.ts'
import { failureOf, refusalOf } from './prometheus-failure.ts'
import type { RuleGroup } from './rules-wire.ts'
import { readRuleGroups } from './rules-wire.ts'
import type { Series, Vector } from './wire.ts'
import { readEnvelope, readMatrix, readVector } from './wire.ts'

export interface PrometheusOptions {
  /** With path prefix, when there is one. */
  baseUrl: string
  headers: Record<string, string>
  timeoutSeconds?: number
  /** Sent in the address of every query, where a proxy in front can read them. */
  extraParameters?: [name: string, value: string][]
  maxResponseBytes?: number
  send?: SendHttp
}

/** The questions of Prometheus's HTTP API that this product asks; every failure is an `AppError`. */
export interface PrometheusApi {
  vector(query: string, at?: UnixSeconds, signal?: AbortSignal): Promise<Vector>
  /** The raw samples of a range selector. */
  samples(query: string, at?: UnixSeconds, signal?: AbortSignal): Promise<Series[]>
  range(query: string, span: { from: number; to: number; stepSeconds: number }, signal?: AbortSignal): Promise<Series[]>
  /** `not-found` where this server has no such interface. */
  rules(type: 'alert' | 'record', signal?: AbortSignal): Promise<RuleGroup[]>
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
    vector: (query, at, signal) => ask('query', instant(query, at), (text) => readVector(readEnvelope(text)), signal),
    samples: (query, at, signal) => ask('query', instant(query, at), (text) => readMatrix(readEnvelope(text)), signal),
    range: (query, span, signal) => {
      const { from, to, stepSeconds } = span
      const fields = { query, start: from.toFixed(3), end: to.toFixed(3), step: String(stepSeconds) }
      return ask('query_range', fields, (text) => readMatrix(readEnvelope(text)), signal)
    },
    rules: (type, signal) => ask('rules', { type }, readRuleGroups, signal),
    answers: async (signal) => {
      await ask('query', { query: '1' }, readEnvelope, signal)
    },
  }
}

type Fields = Record<string, string>

function asker(options: PrometheusOptions) {
  const timeoutSeconds = options.timeoutSeconds ?? defaultTimeoutSeconds
  const maxBytes = options.maxResponseBytes ?? defaultMaxResponseBytes
  const send = sender(options)

  return async <T>(path: string, fields: Fields, read: (text: string) => T, signal?: AbortSignal): Promise<T> => {
    const deadline = AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000))
    const end = signal === undefined ? deadline : AbortSignal.any([signal, deadline])
    try {
      const response = await send(path, { ...fields, timeout: `${Math.ceil(timeoutSeconds * 1000)}ms` }, end)
      const text = await readText(response, maxBytes)
      if (response.status < 200 || response.status > 299) {
        throw refusalOf(response.status, text, path === 'rules')
      }
      return read(text)
    } catch (error) {
      signal?.throwIfAborted()
      throw deadline.aborted
        ? new AppError('timeout', { source: 'prometheus', timeoutSeconds }, { cause: error })
        : failureOf(error)
    }
  }
}

function sender(options: PrometheusOptions) {
  const send = options.send ?? httpSender()
  const base = new URL(options.baseUrl)
  const credentials = { username: decodeURIComponent(base.username), password: decodeURIComponent(base.password) }
  const headers = { ...authorizationHeader(credentials), ...options.headers }
  let isPostRefused = false

  return async (path: string, fields: Fields, signal: AbortSignal): Promise<HttpAnswer> => {
    const url = new URL(`${base.origin}${base.pathname.replace(/\/+$/, '')}/api/v1/${path}`)
    for (const [name, value] of [...base.searchParams, ...(options.extraParameters ?? [])]) {
      url.searchParams.append(name, value)
    }
    if (!isPostRefused && path.startsWith('query')) {
      const body = new URLSearchParams(fields).toString()
      const response = await send(url, { headers, signal, method: 'POST', body })
      if (response.status !== 405) {
        return response
      }
      response.body.destroy()
      isPostRefused = true
    }
    for (const [name, value] of Object.entries(fields)) {
      url.searchParams.set(name, value)
    }
    return send(url, { headers, signal, method: 'GET' })
  }
}

async function readText({ body }: HttpAnswer, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) {
      throw new AppError('too-large', { source: 'prometheus', maxBytes })
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, bytes).toString('utf8')
}

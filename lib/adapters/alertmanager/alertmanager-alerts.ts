import type { Alert } from '../../domain/alerts/alert.ts'
import { toAlert } from '../../domain/alerts/to-alert.ts'
import { AppError } from '../../domain/errors.ts'
import type { Alerts } from '../../ports/alerts.ts'
import { failureOf, refusalOf, strangeAnswer } from './alertmanager-failure.ts'
import { readWireAlerts, type WireAlert } from './alertmanager-wire.ts'

export interface AlertmanagerOptions {
  /** With path prefix, when there is one. */
  baseUrl: string
  headers: Record<string, string>
  timeoutSeconds?: number
  maxResponseBytes?: number
}

const defaultTimeoutSeconds = 10
const defaultMaxResponseBytes = 64 * 1024 * 1024

/** The alerts an Alertmanager (API v2; Mimir's too) holds, silenced and inhibited ones included. */
export function alertmanagerAlerts(options: AlertmanagerOptions): Alerts {
  const { timeoutSeconds = defaultTimeoutSeconds, maxResponseBytes = defaultMaxResponseBytes } = options
  const { url, headers } = addressOf(options)
  return {
    source: 'alertmanager',
    async list(signal) {
      signal?.throwIfAborted()
      const deadline = AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000))
      const end = signal === undefined ? deadline : AbortSignal.any([signal, deadline])
      try {
        // A redirect leads to a login page or another host: neither may see the headers.
        const response = await fetch(url, { headers, signal: end, redirect: 'manual' })
        const text = await readText(response, maxResponseBytes)
        if (!response.ok) {
          throw refusalOf(response.status)
        }
        return alertsOf(text)
      } catch (error) {
        signal?.throwIfAborted()
        throw deadline.aborted
          ? new AppError('timeout', { source: 'alertmanager', timeoutSeconds }, { cause: error })
          : failureOf(error)
      }
    },
  }
}

/** `fetch` refuses an address with credentials. */
function addressOf({ baseUrl, headers }: AlertmanagerOptions): { url: URL; headers: Record<string, string> } {
  const base = new URL(baseUrl)
  const pair = `${decodeURIComponent(base.username)}:${decodeURIComponent(base.password)}`
  const url = new URL(`${base.origin}${base.pathname.replace(/\/+$/, '')}/api/v2/alerts`)
  url.search = base.search
  const isSigned = base.username !== ''
  return {
    url,
    headers: {
      accept: 'application/json',
      ...(isSigned && { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` }),
      ...headers,
    },
  }
}

async function readText(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) {
      throw new AppError('too-large', { source: 'alertmanager', maxBytes })
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, bytes).toString('utf8')
}

function alertsOf(text: string): Alert[] {
  try {
    const alerts = readWireAlerts(text).map(toAlertOf)
    // A proxy before several Alertmanagers may answer with what each of them holds.
    return [...new Map(alerts.map((alert) => [alert.id, alert])).values()]
  } catch (cause) {
    throw strangeAnswer(cause)
  }
}

function toAlertOf({ labels, annotations, startsAt, status, generatorURL }: WireAlert): Alert {
  return toAlert({
    labels,
    annotations,
    state: status.state === 'suppressed' ? 'suppressed' : 'firing',
    startsAt,
    source: 'alertmanager',
    generatorUrl: generatorURL,
  })
}

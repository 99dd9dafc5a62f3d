import type http from 'node:http'
import { integer, record, text } from './read-json.ts'

/** What an API server says of its own refusal. `message` is its words, which name objects, fields and accounts. */
export interface ServerStatus {
  reason?: string
  message?: string
  /** What could not be found or written. */
  kind?: string
  name?: string
  retryAfterSeconds?: number
}

const longestStatusBytes = 64 * 1024
const longestMessageChars = 4_000

/** Reads the Status in the body of a refusal; nothing where there is none, or where the connection breaks. */
export async function readServerStatus(response: http.IncomingMessage): Promise<ServerStatus> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes > longestStatusBytes) {
        return {}
      }
    }
    return serverStatus(JSON.parse(Buffer.concat(chunks).toString('utf8')))
  } catch {
    return {}
  }
}

function serverStatus(body: unknown): ServerStatus {
  const status = record(body)
  const details = record(status.details)
  const found = {
    reason: text(status.reason),
    message: text(status.message)?.slice(0, longestMessageChars),
    kind: text(details.kind),
    name: text(details.name),
    retryAfterSeconds: integer(details.retryAfterSeconds),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}

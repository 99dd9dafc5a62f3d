import { AppError } from '../domain/errors.ts'

/** Far more than any intent, far less than what weighs. */
export const longestBodyBytes = 256 * 1024

/**
 * The JSON a request carries. A form of another site cannot send `application/json` without the browser asking first, so
 * nothing else is read. Throws `invalid` (`not-json`, `body-not-json`) and `too-large` (`body-too-large`).
 */
export async function readJsonBody(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') {
    throw new AppError('invalid', { what: 'Content-Type: application/json', reason: 'not-json' })
  }
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > longestBodyBytes) {
      throw new AppError('too-large', { what: `${longestBodyBytes} B`, reason: 'body-too-large' })
    }
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    throw new AppError('invalid', { what: 'JSON', reason: 'body-not-json' })
  }
}

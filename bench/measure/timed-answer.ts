export interface TimedAnswer {
  /** From asking until the last byte. */
  ms: number
  bytes: number
  text: string
}

/** Asks and reads to the end, uncompressed; throws on any status but 2xx. */
export async function timedAnswer(url: string, form?: Record<string, string>): Promise<TimedAnswer> {
  const headers = { 'accept-encoding': 'identity' }
  const started = performance.now()
  const response = await fetch(
    url,
    form === undefined ? { headers } : { headers, method: 'POST', body: new URLSearchParams(form) },
  )
  const body = await response.arrayBuffer()
  const ms = performance.now() - started
  const text = Buffer.from(body).toString('utf8')
  if (!response.ok) {
    throw new Error(`${url} answered ${response.status}: ${text.slice(0, 300)}`)
  }
  return { ms, bytes: body.byteLength, text }
}

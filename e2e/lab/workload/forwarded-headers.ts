const forwarded = [
  'x-request-id',
  'traceparent',
  'tracestate',
  'baggage',
  'b3',
  'x-b3-traceid',
  'x-b3-spanid',
  'x-b3-parentspanid',
  'x-b3-sampled',
  'x-b3-flags',
  'x-user-group',
  'cookie',
  'authorization',
]

/** The application's part of tracing and header routing: what it takes along from the request it serves. */
export function forwardedHeaders(incoming: Readonly<Record<string, string | string[] | undefined>>) {
  const headers: Record<string, string> = {}
  for (const name of forwarded) {
    const value = incoming[name]
    if (value !== undefined) {
      headers[name] = Array.isArray(value) ? value.join(', ') : value
    }
  }
  return headers
}

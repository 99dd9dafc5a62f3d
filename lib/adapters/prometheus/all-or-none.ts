/** Runs queries side by side; when one fails or the caller stops, the others are ended too, sparing a store in trouble. */
export async function allOrNone<T>(
  signal: AbortSignal | undefined,
  start: (end: AbortSignal) => Promise<T>[],
): Promise<T[]> {
  const finished = new AbortController()
  const end = signal === undefined ? finished.signal : AbortSignal.any([signal, finished.signal])
  try {
    return await Promise.all(start(end))
  } finally {
    finished.abort()
  }
}

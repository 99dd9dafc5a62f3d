let ready: Worker | undefined

/** Has a worker load its program while the data is still under way; returns how to give it up again. */
export function readyLayoutWorker(): () => void {
  ready ??= start()
  return () => {
    ready?.terminate()
    ready = undefined
  }
}

/** The worker that is ready, or a new one; it belongs to whoever takes it. */
export function takeLayoutWorker(): Worker {
  const worker = ready ?? start()
  ready = undefined
  return worker
}

function start(): Worker {
  return new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' })
}

import { get } from 'node:http'

export interface LiveEvent {
  event: string
  data: unknown
}

export interface LiveReader {
  status: number
  next(): Promise<LiveEvent>
  close(): void
}

/** Opens a stream of server-sent events; `next` rejects once it has ended and passes over the signs of life. */
export function openLive(url: string): Promise<LiveReader> {
  return new Promise((resolve, reject) => {
    const request = get(url, (response) => {
      const events: LiveEvent[] = []
      const waiting: { resolve(event: LiveEvent): void; reject(error: Error): void }[] = []
      let rest = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        const frames = (rest + chunk).split('\n\n')
        rest = frames.pop() ?? ''
        for (const [, event = '', data = ''] of frames.flatMap((frame) => [
          .../^event: (\w+)\ndata: (.*)$/gm[Symbol.matchAll](frame),
        ])) {
          if (event === 'alive') {
            continue
          }
          const parsed = { event, data: JSON.parse(data) as unknown }
          const waiter = waiting.shift()
          if (waiter === undefined) {
            events.push(parsed)
          } else {
            waiter.resolve(parsed)
          }
        }
      })
      let hasEnded = false
      response.on('close', () => {
        hasEnded = true
        for (const waiter of waiting) {
          waiter.reject(new Error('the stream has ended'))
        }
      })
      resolve({
        status: response.statusCode ?? 0,
        next: () =>
          new Promise((resolveNext, rejectNext) => {
            const event = events.shift()
            if (event !== undefined) {
              resolveNext(event)
            } else if (hasEnded) {
              rejectNext(new Error('the stream has ended'))
            } else {
              waiting.push({ resolve: resolveNext, reject: rejectNext })
            }
          }),
        close: () => request.destroy(),
      })
    })
    request.on('error', reject)
  })
}

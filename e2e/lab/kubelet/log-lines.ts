/** What `kubectl logs` asks for. */
export interface LogRequest {
  isFollowing: boolean
  isPrevious: boolean
  withTimestamps: boolean
  tailLines?: number
  sinceMs?: number
  limitBytes?: number
}

/** Reads the query that the API server sends to a kubelet; throws on a value that is none. */
export function parseLogRequest(query: URLSearchParams, nowMs: number): LogRequest {
  const sinceSeconds = count(query, 'sinceSeconds')
  const sinceTime = query.get('sinceTime')
  const sinceMs =
    sinceSeconds === undefined ? (sinceTime === null ? undefined : Date.parse(sinceTime)) : nowMs - sinceSeconds * 1000
  if (Number.isNaN(sinceMs)) {
    throw new Error(`sinceTime is not a time: ${sinceTime}`)
  }
  const [tailLines, limitBytes] = [count(query, 'tailLines'), count(query, 'limitBytes')]
  return {
    isFollowing: query.get('follow') === 'true',
    isPrevious: query.get('previous') === 'true',
    withTimestamps: query.get('timestamps') === 'true',
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(sinceMs === undefined ? {} : { sinceMs }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
  }
}

function count(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null) {
    return undefined
  }
  if (!/^\d+$/.test(text)) {
    throw new Error(`${name} is not a number: ${text}`)
  }
  return Number(text)
}

/** Of lines that each begin with their time, those asked for, as they are sent. */
export function selectLines(stamped: readonly string[], { tailLines, sinceMs, withTimestamps }: LogRequest): string[] {
  const tail = tailLines === undefined ? stamped : tailLines === 0 ? [] : stamped.slice(-tailLines)
  return tail
    .filter((line) => sinceMs === undefined || Date.parse(line.slice(0, line.indexOf(' '))) >= sinceMs)
    .map((line) => showLine(line, withTimestamps))
}

/** One line as it is sent. */
export function showLine(stamped: string, withTimestamps: boolean): string {
  return `${withTimestamps ? stamped : stamped.slice(stamped.indexOf(' ') + 1)}\n`
}

/** Passes text through until so many bytes have gone. */
export function byteLimit(bytes = Number.POSITIVE_INFINITY): { take(text: string): Buffer; isSpent(): boolean } {
  let left = bytes
  return {
    take(text) {
      const whole = Buffer.from(text)
      const part = whole.length <= left ? whole : whole.subarray(0, left)
      left -= part.length
      return part
    },
    isSpent: () => left <= 0,
  }
}

export interface WorkloadLog {
  info(message: string, fields?: Record<string, unknown>): void
  /** At most five a second are written; the next line then tells how many were left out. */
  failure(message: string, fields?: Record<string, unknown>): void
}

const failuresPerSecond = 5

/** JSON lines, one per event. */
export function workloadLog(
  identity: { service: string; version: string },
  write: (line: string) => void,
  nowMs: () => number = Date.now,
): WorkloadLog {
  let second = 0
  let written = 0
  let suppressed = 0
  const line = (level: string, message: string, fields: Record<string, unknown>) =>
    write(JSON.stringify({ time: new Date(nowMs()).toISOString(), level, ...identity, message, ...fields }))
  return {
    info: (message, fields = {}) => line('info', message, fields),
    failure(message, fields = {}) {
      const now = Math.floor(nowMs() / 1000)
      if (now !== second) {
        second = now
        written = 0
      }
      if (written === failuresPerSecond) {
        suppressed++
        return
      }
      written++
      line('error', message, { ...fields, ...(suppressed === 0 ? {} : { suppressed }) })
      suppressed = 0
    },
  }
}

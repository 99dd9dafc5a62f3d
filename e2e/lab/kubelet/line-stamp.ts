let lastMs = 0
let sequence = 0

/**
 * The time of a log line in a container runtime's format. The digits below the millisecond count the lines in it, so that
 * no two lines have the same time and whoever resumes by time loses and repeats none.
 */
export function lineStamp(nowMs = Date.now()): string {
  sequence = nowMs === lastMs ? sequence + 1 : 1
  lastMs = nowMs
  return `${new Date(nowMs).toISOString().slice(0, -1)}${String(sequence).padStart(6, '0')}Z`
}

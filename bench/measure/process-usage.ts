import { readFileSync } from 'node:fs'

const ticksPerSecond = 100

export interface ProcessUsage {
  cpuSeconds: number
  rssMB: number
  peakRssMB: number
}

/** What a process has used so far, as Linux counts it. */
export function processUsage(pid: number): ProcessUsage {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name in parentheses may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
    rssMB: kilobytes(status, 'VmRSS') / 1000,
    peakRssMB: kilobytes(status, 'VmHWM') / 1000,
  }
}

/** In units of 1000 bytes; the kernel writes `kB` and means 1024. */
function kilobytes(status: string, field: string): number {
  return (Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024) / 1000
}

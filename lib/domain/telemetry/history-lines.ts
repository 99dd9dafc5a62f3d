import { answerKey } from './answer-key.ts'
import { nearestToCaller } from './nearest-to-caller.ts'
import type { Points, Reporter, SeriesGroup, TrafficSource } from './traffic.ts'

/** A line of a history, as far as lines are told apart. */
export interface GroupedLine {
  reporter: Reporter
  version?: string | undefined
  caller?: TrafficSource | undefined
  code?: string | undefined
  grpcStatus?: string | undefined
  flags?: readonly string[] | undefined
  points: Points
}

/**
 * The lines that count each request once: one proxy's own where `reporter` names it, else each caller's by the proxy
 * nearest to it, as the graph does.
 */
export function linesSeenBy<Line extends GroupedLine>(lines: readonly Line[], reporter: Reporter | undefined): Line[] {
  if (reporter !== undefined) {
    return lines.filter((line) => line.reporter === reporter)
  }
  return [...Map.groupBy(lines, (line) => callerKey(line.caller, true)).values()].flatMap((own) => {
    const nearest = nearestToCaller.find((one) => own.some((line) => line.reporter === one))
    return own.filter((line) => line.reporter === nearest)
  })
}

/** Lines by group; one with several flags stands under each. The key is empty for what belongs to no group. */
export function groupedLines<Line extends GroupedLine>(lines: readonly Line[], by: SeriesGroup): [string, Line[]][] {
  const groups = new Map<string, Line[]>()
  for (const line of lines) {
    for (const key of keysOf(line, by)) {
      const group = groups.get(key) ?? []
      groups.set(key, group)
      group.push(line)
    }
  }
  return [...groups]
}

function keysOf({ version, caller, code, grpcStatus, flags = [] }: GroupedLine, by: SeriesGroup): readonly string[] {
  switch (by) {
    case 'flag':
      return flags.length === 0 ? [''] : flags
    case 'code':
      return [answerKey({ code, grpcStatus })]
    case 'caller':
      return [callerKey(caller, false)]
    default:
      return [version ?? '']
  }
}

/** `namespace/workload`, else `namespace/app`; with the cluster where callers are told apart and not only named. */
export function callerKey(caller: TrafficSource | undefined, isExact: boolean): string {
  const { cluster, namespace, workload, app } = caller ?? {}
  const name = workload ?? app
  if (name === undefined) {
    return ''
  }
  const place = namespace === undefined ? name : `${namespace}/${name}`
  return isExact && cluster !== undefined ? `${cluster}/${place}` : place
}

/** The sum of lines moment by moment; null where none of them has a value. */
export function summedPoints(lines: readonly { points: Points }[], length: number): Points {
  return Array.from({ length }, (_, index) => {
    let sum: number | null = null
    for (const { points } of lines) {
      const value = points[index] ?? null
      sum = value === null ? sum : (sum ?? 0) + value
    }
    return sum
  })
}

/** All of it together, gaps left out. */
export function totalOf(points: Points): number {
  return points.reduce<number>((sum, value) => sum + (value ?? 0), 0)
}

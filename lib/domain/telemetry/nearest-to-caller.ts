import type { Reporter } from './traffic.ts'

/** Proxies by how much of a request's fate they see: the caller's all of it, the callee's only what arrived. */
export const nearestToCaller: readonly Reporter[] = ['source', 'waypoint', 'destination']

/**
 * The lines to add up where lines do not name their callers: each version's by the proxy nearest to the callers that
 * reports it, never by two. Where the nearest proxy leaves versions out, another's could be the same traffic: then only
 * the nearest proxy's lines count.
 *
 * The limit of it: callers cannot be told apart, so on a version that one meshed caller reports, callers without a proxy
 * are missing; and a version that callers only tried before a retry went elsewhere is counted as it was tried.
 */
export function linesNearestToCaller<Line extends { reporter: Reporter; version?: string | undefined }>(
  lines: readonly Line[],
): Line[] {
  const first = nearestOf(lines)
  if (lines.some((line) => line.reporter === first && line.version === undefined)) {
    return lines.filter((line) => line.reporter === first)
  }
  return [...Map.groupBy(lines, (line) => line.version)].flatMap(([version, own]) => {
    const nearest = version === undefined ? first : nearestOf(own)
    return own.filter((line) => line.reporter === nearest)
  })
}

function nearestOf(lines: readonly { reporter: Reporter }[]): Reporter | undefined {
  return nearestToCaller.find((one) => lines.some((line) => line.reporter === one))
}

import type { ProblemEnd } from '#lib/domain/overview/overview.ts'

/** `payments v2`: a version is left out where the name says it already; `unknown` stands for a caller nobody can name. */
export function endName(
  { kind, name, version }: Pick<ProblemEnd, 'kind' | 'name' | 'version'>,
  unknown: string,
): string {
  if (kind === 'unknown') {
    return unknown
  }
  return version === undefined || name.endsWith(version) ? name : `${name} ${version}`
}

import type { HttpMatch, StringMatch } from '../../domain/routing/virtual-service.ts'

interface MatchedRoute {
  name?: string
  match?: HttpMatch[]
}

interface PrefixMatch {
  rule: string
  place: string
  prefix: string
  match: HttpMatch
}

/** Warns of matches by prefix that an earlier, shorter prefix takes all requests from, as far as Istio compares them. */
export function coveredPrefixes(routes: MatchedRoute[]): string[] {
  const prefixes = prefixMatches(routes)
  return prefixes.flatMap((earlier, at) =>
    prefixes
      .slice(at + 1)
      .filter((later) => later.prefix !== earlier.prefix && isCovered(later, earlier))
      .map(
        (later) =>
          `virtualService rule ${later.rule} match ${later.place} of prefix ${later.prefix} is not used ` +
          `(duplicate/overlapping match in rule ${earlier.place} of prefix ${earlier.prefix} on ${earlier.rule})`,
      ),
  )
}

/** Those before the first catch-all, where nothing said the very same before. */
function prefixMatches(routes: MatchedRoute[]): PrefixMatch[] {
  const found: PrefixMatch[] = []
  const seen = new Set<string>()
  for (const [index, { name, match = [] }] of routes.entries()) {
    if (match.length === 0) {
      break
    }
    for (const [at, one] of match.entries()) {
      const prefix = one.uri?.prefix
      if (prefix && !seen.has(JSON.stringify(one))) {
        found.push({ rule: name ? JSON.stringify(name) : `#${index}`, place: `#${at}`, prefix, match: one })
      }
      seen.add(JSON.stringify(one))
    }
  }
  return found
}

function isCovered(later: PrefixMatch, earlier: PrefixMatch): boolean {
  const [one, other] = [earlier.match, later.match]
  return (
    later.prefix.startsWith(earlier.prefix) &&
    one.port === other.port &&
    textOf(one.method, 'exactGET').startsWith(textOf(other.method, 'exactGET')) &&
    textOf(one.authority).startsWith(textOf(other.authority)) &&
    coversAll(one.headers, other.headers) &&
    coversAll(one.queryParams, other.queryParams) &&
    coversAll(one.withoutHeaders, other.withoutHeaders)
  )
}

function textOf(match: StringMatch | undefined, absent = ''): string {
  return match?.exact ? `exact${match.exact}` : match?.prefix ? `prefix${match.prefix}` : absent
}

function coversAll(earlier: Record<string, StringMatch> = {}, later: Record<string, StringMatch> = {}): boolean {
  const keys = Object.keys(earlier)
  return (
    keys.length === Object.keys(later).length &&
    keys.every((key) => Object.hasOwn(later, key) && textOf(earlier[key]).startsWith(textOf(later[key])))
  )
}

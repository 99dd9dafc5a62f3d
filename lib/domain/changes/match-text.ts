import type { HttpMatch, StringMatch } from '../routing/virtual-service.ts'

/**
 * A match block as one line people can read, in the words of the objects themselves: `GET /api/* x-user=alice
 * gateway:public/shop`. `*` ends a prefix, `~` begins a regular expression. Empty for a block without conditions.
 */
export function matchText(match: HttpMatch): string {
  return [
    valueText(match.method),
    match.uri === undefined ? undefined : valueText(match.uri),
    match.scheme === undefined ? undefined : `scheme${conditionText(match.scheme)}`,
    match.authority === undefined ? undefined : `authority${conditionText(match.authority)}`,
    ...namedText(match.headers, ''),
    ...namedText(match.withoutHeaders, '!'),
    ...namedText(match.queryParams, '?'),
    match.port === undefined ? undefined : `port:${match.port}`,
    ...Object.entries(match.sourceLabels ?? {}).map(([key, value]) => `source:${key}=${value}`),
    match.sourceNamespace ? `source:${match.sourceNamespace}` : undefined,
    ...(match.gateways ?? []).map((gateway) => `gateway:${gateway}`),
  ]
    .filter((part) => part !== undefined)
    .join(' ')
}

function namedText(matches: Record<string, StringMatch> | undefined, sign: string): string[] {
  return Object.entries(matches ?? {}).map(([name, match]) => `${sign}${name}${conditionText(match)}`)
}

function conditionText(match: StringMatch): string {
  const text = valueText(match)
  return text === undefined ? '' : text.startsWith('~') ? text : `=${text}`
}

function valueText(match: StringMatch | undefined): string | undefined {
  if (match?.exact !== undefined) {
    return match.exact
  }
  if (match?.prefix !== undefined) {
    return `${match.prefix}*`
  }
  return match?.regex === undefined ? undefined : `~${match.regex}`
}

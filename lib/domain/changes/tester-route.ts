import { isSame } from './canonical-text.ts'
import type { HeaderCondition, TesterMatch } from './change-intent.ts'
import { testerRouteName } from './change-names.ts'
import { type Written, without, writtenList, writtenOf } from './written-object.ts'

/**
 * The conditions of a tester match as Istio writes them, header names in lower case. A cookie is a full match of the
 * `cookie` header, wherever in it the cookie stands.
 */
export function testerHeaders({ headers = {}, cookie }: TesterMatch): Written {
  const conditions = Object.entries(headers).map(([name, condition]) => [name.toLowerCase(), written(condition)])
  return Object.fromEntries([
    ...conditions,
    ...(cookie === undefined ? [] : [['cookie', { regex: cookiePattern(cookie.name, cookie.value) }]]),
  ])
}

function written(condition: HeaderCondition): Written {
  return 'present' in condition ? {} : condition
}

function cookiePattern(name: string, value: string): string {
  return `^(.*;\\s*)?${literal(name)}=${literal(value)}(;.*)?$`
}

/** RE2 takes a backslash before any punctuation as that character itself. */
function literal(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]/g, '\\$&')
}

/** The headers a base route already asks for otherwise: both conditions on one header cannot be written. */
export function headersAlreadyMatched(base: Written, headers: Written): string[] {
  const taken = writtenList(base.match).flatMap((block) =>
    Object.entries(writtenOf(block.headers)).filter(([name, condition]) => {
      const wanted = headers[name.toLowerCase()]
      return wanted !== undefined && !isSame(wanted, condition)
    }),
  )
  return [...new Set(taken.map(([name]) => name))]
}

/**
 * The base route for testers alone: a whole copy of it, what it does with requests included, that takes only those of its
 * requests that meet the tester's conditions in addition (each block of the base AND the headers) and sends them to one
 * destination.
 */
export function testerRoute(base: Written, headers: Written, destination: Written): Written {
  const blocks = writtenList(base.match)
  const match = (blocks.length === 0 ? [{}] : blocks).map((block) => ({
    ...block,
    headers: { ...writtenOf(block.headers), ...headers },
  }))
  return { name: testerRouteName(match), match, ...without(base, 'name', 'match', 'route'), route: [destination] }
}

/** The routes with the tester's before its base, or in place of the one that stands there for the same testers. */
export function withTesterRoute(http: readonly Written[], baseIndex: number, tester: Written): Written[] {
  const at = http.findIndex(({ name }) => name === tester.name)
  if (at !== -1 && at < baseIndex) {
    return http.map((route, index) => (index === at ? tester : route))
  }
  return [...http.slice(0, baseIndex), tester, ...http.slice(baseIndex).filter(({ name }) => name !== tester.name)]
}

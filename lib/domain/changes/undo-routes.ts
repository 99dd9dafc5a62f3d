import { canonicalText, isSame } from './canonical-text.ts'
import { type ChangeFinding, changeFinding } from './change-finding.ts'
import { findRoute, routeKeyOf } from './find-route.ts'
import { undoneEntries } from './undo-entries.ts'
import { textOf, type Written, without, writtenList } from './written-object.ts'

export interface UndoneRoutes {
  http: Written[]
  findings: ChangeFinding[]
}

interface RoutePair {
  before: Written | undefined
  after: Written | undefined
  /** Positions in the lists of before and after. */
  from: number
  to: number
}

/**
 * The routes as they are now without what a change did to them: routes it added are gone, routes it took away are back,
 * fields it set are as they were. What others did since stays. Routes are found by identity, never by position alone; one
 * that is gone took ours with it. Where somebody has set the same field since, or two routes cannot be told apart, a
 * finding blocks.
 */
export function undoRoutes(
  before: readonly Written[],
  after: readonly Written[],
  now: readonly Written[],
): UndoneRoutes {
  const findings: ChangeFinding[] = []
  let http = [...now]
  for (const pair of routePairs(before, after)) {
    if (!isSame(pair.before, pair.after)) {
      const undone = undonePair(pair, before, http)
      findings.push(...undone.findings)
      http = undone.http
    }
  }
  return { http, findings }
}

/** Our edits never change whom a route takes or what it is called; equal ones pair in their order. */
function routePairs(before: readonly Written[], after: readonly Written[]): RoutePair[] {
  const waiting = Map.groupBy(
    before.map((route, index) => ({ route, index })),
    ({ route }) => identityOf(route),
  )
  const kept = after.map((route, index): RoutePair => {
    const partner = waiting.get(identityOf(route))?.shift()
    return { before: partner?.route, after: route, from: partner?.index ?? -1, to: index }
  })
  const gone = [...waiting.values()]
    .flat()
    .map(({ route, index }): RoutePair => ({ before: route, after: undefined, from: index, to: -1 }))
  return [...kept, ...gone]
}

function undonePair(pair: RoutePair, before: readonly Written[], now: readonly Written[]): UndoneRoutes {
  if (pair.after === undefined) {
    return pair.before === undefined ? { http: [...now], findings: [] } : putBack(pair.before, pair.from, before, now)
  }
  const at = placeOf(now, pair.after, pair.to)
  if (at === 'ambiguous') {
    return blocked(now, 'route-ambiguous', { name: labelOf(pair.after) })
  }
  const route = at === 'gone' ? undefined : now[at]
  if (route === undefined) {
    return { http: [...now], findings: [] }
  }
  if (pair.before === undefined) {
    const isEdited = !isSame(route, pair.after)
    const name = textOf(route.name) ?? ''
    return {
      http: now.filter((other) => other !== route),
      findings: isEdited ? [changeFinding('our-route-edited', 'warn', { route: name })] : [],
    }
  }
  return undoneFields(pair.before, pair.after, route, now)
}

const place = { namespace: '', name: '' }

/** By identity; a route without a name whose destinations others changed is the only one for its requests. */
function placeOf(now: readonly Written[], route: Written, index: number): number | 'gone' | 'ambiguous' {
  const found = findRoute(now, routeKeyOf(place, route, index))
  if (found !== 'gone' || textOf(route.name)) {
    return found
  }
  const alike = now.flatMap((other, at) => (identityOf(other) === identityOf(route) ? [at] : []))
  return alike.length > 1 ? 'ambiguous' : (alike[0] ?? 'gone')
}

function identityOf({ name, match }: Written): string {
  return canonicalText([name ?? '', match ?? []])
}

/** A route we took away stands again before the first that followed it and is still there. */
function putBack(route: Written, from: number, before: readonly Written[], now: readonly Written[]): UndoneRoutes {
  if (typeof placeOf(now, route, from) === 'number') {
    return { http: [...now], findings: [] }
  }
  const followers = before.slice(from + 1).map((other, index) => placeOf(now, other, from + 1 + index))
  const at = followers.find((found) => typeof found === 'number')
  return typeof at === 'number'
    ? { http: now.toSpliced(at, 0, route), findings: [] }
    : blocked(now, 'not-undoable', { route: labelOf(route) })
}

function undoneFields(before: Written, after: Written, route: Written, now: readonly Written[]): UndoneRoutes {
  const fields = Object.keys({ ...before, ...after }).filter((field) => !isSame(before[field], after[field]))
  let undone = route
  for (const field of fields) {
    const value = undoneField(field, before[field], after[field], route[field])
    if (value === 'conflict') {
      return blocked(now, 'edited-since', { route: labelOf(route), field })
    }
    undone = value.is === undefined ? without(undone, field) : { ...undone, [field]: value.is }
  }
  return { http: now.map((other) => (other === route ? undone : other)), findings: [] }
}

function undoneField(field: string, before: unknown, after: unknown, now: unknown): { is: unknown } | 'conflict' {
  if (isSame(now, after) || isSame(now, before)) {
    return { is: before }
  }
  const entries =
    field === 'route' || field === 'mirrors'
      ? undoneEntries(writtenList(before), writtenList(after), writtenList(now))
      : undefined
  return entries === undefined ? 'conflict' : { is: entries.length === 0 && before === undefined ? undefined : entries }
}

function labelOf({ name, match }: Written): string {
  return textOf(name) || (match === undefined ? '*' : canonicalText(match))
}

function blocked(now: readonly Written[], rule: ChangeFinding['rule'], params: ChangeFinding['params']): UndoneRoutes {
  return { http: [...now], findings: [changeFinding(rule, 'block', params)] }
}

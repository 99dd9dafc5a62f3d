import { type HeaderCondition, TesterMatch } from '#lib/domain/changes/change-intent.ts'

export const conditionKinds = ['exact', 'prefix', 'regex', 'present', 'cookie'] as const
export type ConditionKind = (typeof conditionKinds)[number]

/** One line of the form: a header and what it must be, or a cookie and its value. */
export interface ConditionDraft {
  id: number
  kind: ConditionKind
  name: string
  value: string
}

export const firstCondition: ConditionDraft = { id: 0, kind: 'exact', name: '', value: '' }

/**
 * Who counts as a tester by the form; undefined while a line is not filled in, or says a header twice, or a second
 * cookie. The rest is judged where the change is planned.
 */
export function testerMatch(conditions: readonly ConditionDraft[]): TesterMatch | undefined {
  const filled = conditions.every(({ kind, name, value }) => name.trim() !== '' && (kind === 'present' || value !== ''))
  const cookies = conditions.filter(({ kind }) => kind === 'cookie')
  const headers = conditions.filter(({ kind }) => kind !== 'cookie')
  const names = headers.map(({ name }) => name.trim().toLowerCase())
  if (!filled || conditions.length === 0 || cookies.length > 1 || new Set(names).size < names.length) {
    return undefined
  }
  const [cookie] = cookies
  const match = TesterMatch.safeParse({
    ...(headers.length > 0 && {
      headers: Object.fromEntries(headers.map((header) => [header.name.trim().toLowerCase(), conditionOf(header)])),
    }),
    ...(cookie !== undefined && { cookie: { name: cookie.name.trim(), value: cookie.value } }),
  })
  return match.data
}

function conditionOf({ kind, value }: ConditionDraft): HeaderCondition {
  switch (kind) {
    case 'prefix':
      return { prefix: value }
    case 'regex':
      return { regex: value }
    case 'present':
      return { present: true }
    default:
      return { exact: value }
  }
}

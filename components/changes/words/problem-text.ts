'use client'

import { useLocale, useTranslations } from 'next-intl'
import type { ApiProblem } from '#lib/client/call.ts'
import { OwnerKind } from '#lib/domain/changes/ownership.ts'

const reasons = [
  'bad-version',
  'weights-sum-zero',
  'bad-percentage',
  'no-condition',
  'too-many-conditions',
  'bad-header-name',
  'header-ignored',
  'header-twice',
  'bad-header-value',
  'bad-regex',
  'bad-cookie',
  'override-needed',
  'nothing-to-do',
  'warned',
  'denied-by-webhook',
  'read-only-owner',
  'stale',
  'already-exists',
  'superseded',
  'undone-already',
  'records-not-installed',
  'blocked',
  'in-progress',
  'rejected-by-proxies',
] as const

/** Why something was not done, in the words of this page where it has any, else in the server's. */
export function useProblemText(): (problem: ApiProblem['problem']) => string {
  const t = useTranslations('changes.reason')
  const owners = useTranslations('changes.owner.kind')
  const locale = useLocale()
  return ({ params = {}, messages }) => {
    const known = reasons.find((reason) => reason === params.reason)
    if (params.outcome === 'unknown') {
      return t('outcome-unknown')
    }
    if (params.halfDone !== undefined) {
      return t('half-done', { names: [params.halfDone].flat().join(', ') })
    }
    if (known === undefined) {
      return messages[locale]
    }
    const text = (name: string) => [params[name] ?? ''].flat().join(', ')
    const owner = OwnerKind.safeParse(params.owner).data
    return t(known, {
      given: text('given'),
      header: text('header'),
      objects: text('objects'),
      message: text('message'),
      webhook: text('webhook'),
      owner: owner === undefined ? text('owner') : owners(owner),
      name: text('name'),
      manifest: text('manifest'),
      who: text('who'),
      proxy: text('proxy'),
    })
  }
}

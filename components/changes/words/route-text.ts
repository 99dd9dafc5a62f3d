'use client'

import { useTranslations } from 'next-intl'
import type { SplittableRoute } from '#lib/domain/changes/service-split.ts'

const shownMatches = 2

/** Which requests a route takes, as people say it: `GET /api/*`, or every request. */
export function useRouteText(): (route: Pick<SplittableRoute, 'match' | 'key' | 'isUnwritten'>) => string {
  const t = useTranslations('changes.route')
  return ({ match, key, isUnwritten }) => {
    if (isUnwritten) {
      return t('unwritten')
    }
    const more = match.length - shownMatches
    const shown = match.slice(0, shownMatches).join(t('or'))
    const whom = match.length === 0 ? t('every') : more > 0 ? t('more', { shown, count: more }) : shown
    return key.name === undefined ? whom : t('named', { name: key.name, whom })
  }
}

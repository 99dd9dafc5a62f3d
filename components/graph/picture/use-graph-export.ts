'use client'

import { useLocale, useTranslations } from 'next-intl'
import { type RefObject, useCallback, useMemo } from 'react'
import { formatMoment } from '#lib/client/format.ts'
import type { Scope } from '#lib/domain/graph/scope.ts'
import type { GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { durationText } from '../../ui/duration-text.ts'
import type { GraphCanvasHandle } from './canvas.tsx'
import { useLegend } from './graph-legend.tsx'
import { saveFile } from './save-file.ts'

/** The graph as a file: its picture with what and when under it, or its data with the scope they are of. */
export function useGraphExport(scope: Scope, snapshot: GraphSnapshot, canvas: RefObject<GraphCanvasHandle | null>) {
  const t = useTranslations('graph')
  const locale = useLocale()
  const legend = useLegend(snapshot)
  const name = `exantas-${scope.type}-${new Date(snapshot.takenAt * 1000).toISOString().slice(0, 19).replaceAll(':', '')}`
  const png = useCallback(async () => {
    const title = t('view.exportTitle', {
      type: t(`type.${scope.type}`),
      scope: [scope.cluster ?? '', scope.namespaces?.join(t('comma')) ?? t('view.allNamespaces')]
        .filter(Boolean)
        .join(' · '),
      window: durationText(scope.window, locale),
      time: formatMoment(snapshot.takenAt, locale),
    })
    const picture = await canvas.current?.exportPng({ title, legend })
    if (picture !== undefined) {
      saveFile(`${name}.png`, picture)
    }
  }, [t, locale, scope, snapshot.takenAt, legend, name, canvas])
  const json = useCallback(() => {
    const text = JSON.stringify({ scope, ...snapshot }, undefined, 2)
    saveFile(`${name}.json`, new Blob([text], { type: 'application/json' }))
  }, [scope, snapshot, name])
  return useMemo(() => ({ png, json }), [png, json])
}

import type { AlertList } from '../domain/alerts/alert.ts'

/**
 * What it means that no alert is shown: all who were asked say that nothing fires (`quiet`), there is nobody who could
 * tell (`noSource`: no Alertmanager, and a metrics store without rules), or nobody answered (`silent`); undefined while
 * it is read.
 */
export function whyNoAlerts(
  list: Pick<AlertList, 'sources' | 'notices'> | undefined,
  error: Error | null,
): 'quiet' | 'noSource' | 'silent' | undefined {
  if (list === undefined) {
    return error === null ? undefined : 'silent'
  }
  if (list.sources.length > 0) {
    return 'quiet'
  }
  return list.notices.every(({ code }) => code === 'no-rules') ? 'noSource' : 'silent'
}

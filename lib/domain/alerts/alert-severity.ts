import type { AlertSeverity } from './alert.ts'

const words = new Map<string, AlertSeverity>(
  Object.entries({
    critical: 'critical',
    crit: 'critical',
    page: 'critical',
    emergency: 'critical',
    fatal: 'critical',
    error: 'critical',
    high: 'critical',
    warning: 'warning',
    warn: 'warning',
    medium: 'warning',
    ticket: 'warning',
    info: 'info',
    information: 'info',
    notice: 'info',
    low: 'info',
  } as const),
)

/** How grave an alert's labels call it: `severity`, else `priority` or `level`, in the words rules commonly use; `none` where they say nothing known. */
export function alertSeverity(labels: Readonly<Record<string, string>>): AlertSeverity {
  const word = labels.severity ?? labels.priority ?? labels.level ?? ''
  return words.get(word.trim().toLowerCase()) ?? 'none'
}

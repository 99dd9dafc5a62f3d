import type { Severity } from '#lib/domain/mesh/finding.ts'

/** A severity as glyph and colour; what is only good to know stays quiet. */
export const severityLooks = {
  error: { glyph: '!', tone: 'failing', text: 'text-failing' },
  warning: { glyph: '▲', tone: 'degraded', text: 'text-degraded' },
  info: { glyph: 'i', tone: 'neutral', text: 'text-text-3' },
} as const satisfies Record<Severity, object>

import type { LightState } from '#lib/domain/follow-up/change-view.ts'

/** A light has a glyph beside its colour. */
export const lightLooks: Record<LightState, { glyph: string; text: string }> = {
  off: { glyph: '○', text: 'text-text-3' },
  waiting: { glyph: '◔', text: 'text-text-2' },
  on: { glyph: '✓', text: 'text-recovered' },
  bad: { glyph: '!', text: 'text-failing' },
  unknown: { glyph: '?', text: 'text-text-3' },
}

const tokens = {
  ground: '--ground',
  surface: '--surface',
  sunken: '--sunken',
  line: '--line',
  lineStrong: '--line-strong',
  text: '--text',
  text2: '--text-2',
  text3: '--text-3',
  accent: '--accent',
  failing: '--failing',
  failingTint: '--failing-tint',
  degraded: '--degraded',
  degradedTint: '--degraded-tint',
} as const

export type Palette = Record<keyof typeof tokens | 'font', string>

/** The tokens of the page as they stand now: what a canvas needs, since it knows no CSS variables. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement)
  const entries = Object.entries(tokens).map(([name, token]) => [name, style.getPropertyValue(token).trim()])
  return { ...Object.fromEntries(entries), font: getComputedStyle(document.body).fontFamily } as Palette
}

/** Calls back whenever the theme changes; returns how to stop. */
export function watchTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class', 'style'] })
  return () => observer.disconnect()
}

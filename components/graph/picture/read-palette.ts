export interface Palette {
  ground: string
  surface: string
  sunken: string
  line: string
  lineStrong: string
  text: string
  text2: string
  text3: string
  accent: string
  failing: string
  failingTint: string
  degraded: string
  degradedTint: string
  purpose: string
  purposeTint: string
  font: string
}

/** The tokens of the page as they stand now: what a canvas needs, since it knows no CSS variables. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(name).trim()
  return {
    ground: token('--ground'),
    surface: token('--surface'),
    sunken: token('--sunken'),
    line: token('--line'),
    lineStrong: token('--line-strong'),
    text: token('--text'),
    text2: token('--text-2'),
    text3: token('--text-3'),
    accent: token('--accent'),
    failing: token('--failing'),
    failingTint: token('--failing-tint'),
    degraded: token('--degraded'),
    degradedTint: token('--degraded-tint'),
    purpose: token('--purpose'),
    purposeTint: token('--purpose-tint'),
    font: getComputedStyle(document.body).fontFamily,
  }
}

/** Calls back whenever the theme changes; returns how to stop. */
export function watchTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class', 'style'] })
  return () => observer.disconnect()
}

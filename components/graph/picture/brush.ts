import type { Palette } from './read-palette.ts'

/** What everything is painted with. */
export interface Brush {
  context: CanvasRenderingContext2D
  palette: Palette
  zoom: number
}

/** How the pointer and the choice set a node apart. */
export interface Mark {
  isSelected: boolean
  isHovered: boolean
}

import type { Palette } from './read-palette.ts'

export interface StyleRule {
  selector: string
  style: Record<string, string | number | number[]>
}

/** How lines look. Nodes are only where lines end and what the pointer hits: they are painted over the lines. */
export function edgeStyle(palette: Palette): StyleRule[] {
  const ink = (selector: string, color: string, depth: number): StyleRule => ({
    selector,
    style: { 'line-color': color, 'target-arrow-color': color, 'z-index': depth },
  })
  return [
    {
      selector: 'node',
      style: {
        width: 'data(width)',
        height: 'data(height)',
        shape: 'rectangle',
        'background-opacity': 0,
        'border-width': 0,
      },
    },
    { selector: 'core', style: { 'active-bg-opacity': 0 } },
    {
      selector: 'edge',
      style: {
        width: 'data(width)',
        'target-arrow-shape': 'triangle',
        'arrow-scale': 0.7,
        'curve-style': 'unbundled-bezier',
        ...curved,
      },
    },
    ink('edge', palette.lineStrong, 0),
    ink('edge[tone = "idle"]', palette.line, 0),
    { selector: 'edge[tone = "unknown"]', style: { 'line-style': 'dashed', 'line-dash-pattern': [4, 4] } },
    ink('edge[tone = "degraded"]', palette.degraded, 2),
    ink('edge[tone = "failing"]', palette.failing, 3),
    { selector: 'edge[?isAttemptsOnly]', style: { 'line-style': 'dashed', 'line-dash-pattern': [7, 4] } },
    { selector: 'edge[?isTcp]', style: { 'line-style': 'dashed', 'line-dash-pattern': [1.5, 4] } },
    { selector: 'edge.far', style: { 'curve-style': 'straight', ...centred, 'target-arrow-shape': 'none' } },
    { selector: 'edge.far[tone = "failing"], edge.far[tone = "degraded"]', style: { width: 'data(farWidth)' } },
    ink('edge.marked[tone != "failing"][tone != "degraded"]', palette.text3, 4),
    { selector: 'edge.marked', style: { opacity: 1 } },
    {
      selector: 'edge.chosen',
      style: { width: 3, 'underlay-color': palette.accent, 'underlay-opacity': 0.18, 'underlay-padding': 6 },
    },
    { selector: 'edge.dimmed', style: { opacity: 0.16, 'z-index': 0 } },
    { selector: '.hidden', style: { display: 'none' } },
  ]
}

const curved = {
  'edge-distances': 'endpoints',
  'source-endpoint': 'data(from)',
  'target-endpoint': 'data(to)',
  'control-point-weights': 'data(weights)',
  'control-point-distances': 'data(distances)',
} as const

const centred = { 'source-endpoint': 'inside-to-node', 'target-endpoint': 'inside-to-node' } as const

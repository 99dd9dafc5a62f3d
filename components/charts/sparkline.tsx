export interface SparklineProps {
  /** Null is not measured: a gap. */
  points: readonly (number | null)[]
  /** The least top of the scale, so that noise near zero does not fill the picture. */
  leastTop: number
  tone: 'failing' | 'degraded' | 'plain'
  /** Read aloud in place of the line. */
  label: string
  className?: string
}

const width = 120
const height = 32
const stroke = { failing: 'var(--failing)', degraded: 'var(--degraded)', plain: 'var(--line-strong)' } as const

/** The lines between neighbouring points; a point without neighbours is a dot. */
function pathOf(points: readonly (number | null)[], top: number): string {
  const x = (index: number) => ((index / Math.max(1, points.length - 1)) * width).toFixed(1)
  const y = (value: number) => (height - 2 - (Math.min(value, top) / top) * (height - 4)).toFixed(1)
  return points
    .map((point, index) => {
      if (point === null) {
        return ''
      }
      const isStart = (points[index - 1] ?? null) === null
      const isAlone = isStart && (points[index + 1] ?? null) === null
      return `${isStart ? 'M' : 'L'}${x(index)} ${y(point)}${isAlone ? 'h0.1' : ''}`
    })
    .join('')
}

/** How one quantity went, as small as a word: zero is the bottom. */
export function Sparkline({ points, leastTop, tone, label, className = '' }: SparklineProps) {
  const top = Math.max(leastTop, ...points.map((point) => point ?? 0))
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className={className}
    >
      <title>{label}</title>
      <path
        d={pathOf(points, top)}
        fill="none"
        stroke={stroke[tone]}
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}

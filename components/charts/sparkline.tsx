const look = { failing: 'var(--failing)', degraded: 'var(--degraded)', plain: 'var(--text-3)' } as const

export interface SparklineProps {
  points: readonly (number | null)[]
  tone?: keyof typeof look
  width?: number
  height?: number
  label: string
}

/** SVG path of a line through measured points; a gap lifts the pen. The scale starts at zero. */
function sparkPath(points: readonly (number | null)[], width: number, height: number): string {
  const top = points.reduce<number>((high, point) => Math.max(high, point ?? 0), 0) || 1
  const step = points.length > 1 ? width / (points.length - 1) : width
  let isPenDown = false
  let path = ''
  points.forEach((point, index) => {
    if (point === null) {
      isPenDown = false
      return
    }
    const x = (index * step).toFixed(1)
    const y = (height - 1 - (point / top) * (height - 2)).toFixed(1)
    path += `${isPenDown ? 'L' : 'M'}${x} ${y}`
    isPenDown = true
  })
  return path
}

export function Sparkline({ points, tone = 'plain', width = 120, height = 20, label }: SparklineProps) {
  return (
    <svg role="img" aria-label={label} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      <path d={sparkPath(points, width, height)} fill="none" stroke={look[tone]} strokeWidth="1.5" />
    </svg>
  )
}

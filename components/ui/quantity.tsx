const look = { plain: '', failing: 'text-failing', degraded: 'text-degraded', muted: 'text-text-3' } as const

export interface QuantityProps {
  value: string
  unit?: string
  tone?: keyof typeof look
  /** Why the value is missing, or its exact form. */
  title?: string
  className?: string
}

/** A number and its small muted unit, on one line, in tabular figures. */
export function Quantity({ value, unit, tone = 'plain', title, className = '' }: QuantityProps) {
  return (
    <span title={title} className={`whitespace-nowrap tabular-nums ${look[tone]} ${className}`}>
      {value}
      {unit ? <span className="ml-0.5 text-unit text-text-3">{unit}</span> : null}
    </span>
  )
}

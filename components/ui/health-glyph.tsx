export interface HealthGlyphProps {
  health: 'failing' | 'degraded' | 'healthy' | 'idle' | 'unknown'
  role?: 'origin' | 'victim'
  /** Read aloud and shown on hover; empty when the text beside it says the same. */
  label: string
  className?: string
}

function shape(health: HealthGlyphProps['health'], role: HealthGlyphProps['role']) {
  if (health === 'failing' && role === 'victim') {
    return (
      <circle cx="7" cy="7" r="5.25" fill="none" stroke="var(--failing)" strokeWidth="1.5" strokeDasharray="2.4 1.7" />
    )
  }
  if (health === 'failing') {
    return (
      <>
        {role === 'origin' ? <circle cx="7" cy="7" r="7" fill="var(--failing)" opacity="0.3" /> : null}
        <circle cx="7" cy="7" r="5.25" fill="var(--failing)" />
        <path d="M7 4v3.6M7 9.4v0.6" stroke="var(--surface)" strokeWidth="1.5" strokeLinecap="round" />
      </>
    )
  }
  if (health === 'degraded') {
    return <path d="M7 2.2 12.4 11.6H1.6z" fill="var(--degraded)" />
  }
  if (health === 'unknown') {
    return (
      <>
        <circle cx="7" cy="7" r="4.75" fill="none" stroke="var(--text-3)" />
        <path d="M3.6 8.2 8.2 3.6M5 10.4 10.4 5" stroke="var(--text-3)" />
      </>
    )
  }
  if (health === 'idle') {
    return <circle cx="7" cy="7" r="3" fill="none" stroke="var(--line-strong)" />
  }
  return <circle cx="7" cy="7" r="2.25" fill="var(--text-3)" />
}

/** A state as colour and shape: failing `!`, degraded ▲, victim a dashed ring, unknown hatched, idle hollow, healthy a quiet dot. */
export function HealthGlyph({ health, role, label, className = '' }: HealthGlyphProps) {
  return (
    <svg
      width="14"
      height="14"
      viewBox="0 0 14 14"
      role={label ? 'img' : undefined}
      aria-label={label || undefined}
      aria-hidden={label ? undefined : true}
      className={`shrink-0 overflow-visible ${className}`}
    >
      {label ? <title>{label}</title> : null}
      {shape(health, role)}
    </svg>
  )
}

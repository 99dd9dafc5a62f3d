export interface MiddleEllipsisProps {
  text: string
  /** How many characters at the end are never dropped. */
  endLength?: number
  className?: string
}

/** A name that, when room is short, loses its middle: the start and the end of `recommendation…-v2` tell it apart. */
export function MiddleEllipsis({ text, endLength = 6, className = '' }: MiddleEllipsisProps) {
  if (text.length <= endLength * 2) {
    return (
      <span title={text} className={`truncate ${className}`}>
        {text}
      </span>
    )
  }
  return (
    <span title={text} className={`inline-flex min-w-0 max-w-full ${className}`}>
      <span className="truncate whitespace-pre">{text.slice(0, -endLength)}</span>
      <span className="shrink-0 whitespace-pre">{text.slice(-endLength)}</span>
    </span>
  )
}

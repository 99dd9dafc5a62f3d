/** A sextant: frame, limb with its marks, index arm with the mirror on top. */
export function BrandMark({ size = 20 }: { size?: number }) {
  return (
    <svg
      aria-hidden
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      className="shrink-0"
    >
      <path d="M9 3 2.5 15A14.5 14.5 0 0 0 17 14.2Z" />
      <path d="M9 3 11.6 17.8" stroke="var(--accent)" />
      <circle cx="9" cy="3" r="1.4" fill="currentColor" stroke="none" />
      <path d="M3.4 8.8h4.2" />
    </svg>
  )
}

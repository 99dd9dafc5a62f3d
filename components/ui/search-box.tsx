import type { ComponentProps } from 'react'

export interface SearchBoxProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value'> {
  value: string
  onChange: (value: string) => void
  label: string
}

export function SearchBox({ value, onChange, label, className = '', ...rest }: SearchBoxProps) {
  return (
    <input
      type="search"
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={`h-7 min-w-0 rounded-md border border-line bg-surface px-2.5 text-ellipsis text-text placeholder:text-ellipsis placeholder:text-text-3 hover:border-line-strong ${className}`}
      {...rest}
    />
  )
}

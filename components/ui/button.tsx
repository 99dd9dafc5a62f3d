import type { ComponentProps } from 'react'

const look = {
  plain: 'border-line-strong bg-surface text-text hover:bg-sunken',
  primary: 'border-accent bg-accent text-surface hover:opacity-90',
  quiet: 'border-transparent bg-transparent text-text-2 hover:bg-sunken hover:text-text',
} as const

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: keyof typeof look
}

export function Button({ variant = 'plain', className = '', type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={`inline-flex h-7 cursor-pointer items-center justify-center gap-1.5 rounded-md border px-3 font-medium whitespace-nowrap transition-colors duration-[120ms] ease-out disabled:cursor-not-allowed disabled:opacity-50 ${look[variant]} ${className}`}
      {...rest}
    />
  )
}

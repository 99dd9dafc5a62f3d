/** What floats looks the same everywhere: selects, menus, popovers. */
export const popupStyles =
  'z-50 max-h-[var(--available-height)] overflow-y-auto rounded-md border border-line bg-surface py-1 text-text shadow-float outline-none'

export const popupItemStyles =
  'flex h-7 cursor-default items-center gap-2 pr-3 pl-2 whitespace-nowrap outline-none select-none data-[highlighted]:bg-sunken data-[disabled]:text-text-3'

export const pickStyles =
  'inline-flex h-7 min-w-0 cursor-pointer items-center gap-1.5 rounded-md border border-line bg-surface px-2.5 whitespace-nowrap transition-colors duration-[120ms] ease-out hover:border-line-strong data-[popup-open]:border-line-strong'

const rowsPerPage = 20

type Pressed = Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'altKey'>

/** The row of a table that an arrow, Page, Home or End key leads to, of `count`; undefined for every other key. */
export function rowAfterKey(
  { key, metaKey, ctrlKey, altKey }: Pressed,
  from: number,
  count: number,
): number | undefined {
  const there: Record<string, number> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + rowsPerPage,
    PageUp: from - rowsPerPage,
    Home: 0,
    End: count - 1,
  }
  const next = metaKey || ctrlKey || altKey ? undefined : there[key]
  return next === undefined ? undefined : Math.max(0, Math.min(count - 1, next))
}

export interface ColumnOrder {
  id: string
  desc: boolean
}

/** `errors.desc` as the address has it; nothing for what cannot be read. */
export function parseTableSort(text: string | undefined): ColumnOrder[] {
  const match = /^([a-z0-9]+)\.(asc|desc)$/.exec(text ?? '')
  return match?.[1] === undefined ? [] : [{ id: match[1], desc: match[2] === 'desc' }]
}

export function formatTableSort([first]: readonly ColumnOrder[]): string | undefined {
  return first === undefined ? undefined : `${first.id}.${first.desc ? 'desc' : 'asc'}`
}

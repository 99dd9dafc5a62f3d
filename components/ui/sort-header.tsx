export interface SortHeaderProps {
  name: string
  /** What pressing it does. */
  help: string
  isNumber: boolean
  sorted: false | 'asc' | 'desc'
  onSort: () => void
}

/** A column's head: pressing it sorts, its arrow says how, and a faint one that it could. */
export function SortHeader({ name, help, isNumber, sorted, onSort }: SortHeaderProps) {
  const arrow = (
    <span aria-hidden className={`inline-block w-3 text-unit ${sorted === false ? 'text-line-strong' : ''}`}>
      {sorted === 'asc' ? '↑' : sorted === 'desc' ? '↓' : '↕'}
    </span>
  )
  return (
    <th
      scope="col"
      aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none'}
      className={`h-7 px-2.5 font-normal whitespace-nowrap first:pl-4 ${isNumber ? 'text-right' : 'text-left'}`}
    >
      <button
        type="button"
        title={help}
        onClick={onSort}
        className={`cursor-pointer hover:text-text ${sorted === false ? 'text-text-3' : 'font-medium text-text'}`}
      >
        {isNumber ? arrow : null}
        {name}
        {isNumber ? null : arrow}
      </button>
    </th>
  )
}

'use client'

import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import { Health } from '#lib/domain/graph/snapshot.ts'
import { CheckboxMenu } from '../../ui/menu.tsx'
import { type ListFilter, readinessStates } from './list-rows.ts'

const memberships = ['sidecar', 'ambient', 'none', 'unknown'] as const
const names = ['health', 'mesh', 'ready'] as const
type FilterName = (typeof names)[number]

/** The conditions that stand in the address, `health=failing,degraded`; values nobody knows are no condition. */
export function useListFilter(query: string): { filter: ListFilter; isSet: boolean; clear: () => void } {
  const { param, setParams } = useScopeUrl()
  const [health, mesh, ready] = names.map((name) => param(name) ?? '')
  const filter = useMemo(
    () => ({
      query,
      health: chosen(health, Health.options),
      membership: chosen(mesh, memberships),
      readiness: chosen(ready, readinessStates),
    }),
    [query, health, mesh, ready],
  )
  const isSet = filter.health.size + filter.membership.size + filter.readiness.size > 0
  return { filter, isSet, clear: () => setParams({ health: undefined, mesh: undefined, ready: undefined }) }
}

function chosen(text: string | undefined, known: readonly string[]): ReadonlySet<string> {
  const written = new Set(text?.split(','))
  return new Set(known.filter((value) => written.has(value)))
}

/** Pick boxes for health, mesh membership and readiness. */
export function ListFilters({ filter }: { filter: ListFilter }) {
  const t = useTranslations('services.list')
  const words = useTranslations('words')
  const readiness = useTranslations('readiness.state')
  return (
    <>
      <FilterMenu
        name="health"
        label={t('filterHealth')}
        checked={filter.health}
        values={Health.options.map((value) => ({ value, label: t(`healthShort.${value}`) }))}
      />
      <FilterMenu
        name="mesh"
        label={t('membership')}
        checked={filter.membership}
        values={memberships.map((value) => ({
          value,
          label: value === 'unknown' ? t('membershipUnknown') : words(`membership.${value}`),
        }))}
      />
      <FilterMenu
        name="ready"
        label={t('readiness')}
        checked={filter.readiness}
        values={readinessStates.map((value) => ({ value, label: readiness(value) }))}
      />
    </>
  )
}

interface FilterMenuProps {
  name: FilterName
  label: string
  checked: ReadonlySet<string>
  values: readonly { value: string; label: string }[]
}

function FilterMenu({ name, label, checked, values }: FilterMenuProps) {
  const t = useTranslations('services.list')
  const { setParams } = useScopeUrl()
  const toggle = (value: string, isChecked: boolean) => {
    const next = values.map((one) => one.value).filter((one) => (one === value ? isChecked : checked.has(one)))
    setParams({ [name]: next.length === 0 ? undefined : next.join(',') })
  }
  return (
    <CheckboxMenu
      label={label}
      {...(checked.size === 0 && { summary: t('any') })}
      items={values.map(({ value, label: text }) => ({ value, label: text, checked: checked.has(value) }))}
      onToggle={toggle}
      className="max-w-52"
    />
  )
}

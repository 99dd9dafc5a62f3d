'use client'

import { useTranslations } from 'next-intl'
import { AlertSeverity, AlertState } from '#lib/domain/alerts/alert.ts'
import { type AlertCounts, type AlertFilters, toggledChoice } from './alert-filters.ts'

export interface FilterBarProps {
  counts: AlertCounts
  filters: AlertFilters
  onParams: (patch: Record<string, string | undefined>) => void
}

/** What there is by state and by severity; pressing one shows it alone or with others pressed. */
export function FilterBar({ counts, filters, onParams }: FilterBarProps) {
  const t = useTranslations('alerts')
  const states = AlertState.options.filter((state) => counts.states[state] > 0 || filters.states.includes(state))
  const severities = AlertSeverity.options.filter(
    (severity) => counts.severities[severity] > 0 || filters.severities.includes(severity),
  )
  return (
    <>
      <fieldset aria-label={t('byState')} className="flex flex-wrap items-center text-text-3">
        {states.map((state) => (
          <Choice
            key={state}
            count={counts.states[state]}
            name={t(`state.${state}`)}
            isPressed={filters.states.includes(state)}
            onPress={() => onParams({ state: toggledChoice(AlertState.options, filters.states, state) })}
          />
        ))}
      </fieldset>
      <fieldset aria-label={t('bySeverity')} className="flex flex-wrap items-center text-text-3">
        {severities.map((severity) => (
          <Choice
            key={severity}
            count={counts.severities[severity]}
            name={t(`severity.${severity}`)}
            isPressed={filters.severities.includes(severity)}
            onPress={() => onParams({ severity: toggledChoice(AlertSeverity.options, filters.severities, severity) })}
          />
        ))}
      </fieldset>
    </>
  )
}

function Choice(props: { count: number; name: string; isPressed: boolean; onPress: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={props.isPressed}
      onClick={props.onPress}
      className="flex h-6 cursor-pointer items-center gap-1 rounded-sm px-1.5 whitespace-nowrap hover:bg-sunken aria-pressed:bg-sunken aria-pressed:text-text aria-pressed:outline aria-pressed:outline-line-strong"
    >
      <span className="font-medium text-text-2">{props.count}</span>
      {props.name}
    </button>
  )
}

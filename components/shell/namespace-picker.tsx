'use client'

import { Popover } from '@base-ui/react/popover'
import { ChevronDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import { pickStyles, popupStyles } from '../ui/popup-styles.ts'
import { SearchBox } from '../ui/search-box.tsx'

export interface NamespaceChoice {
  name: string
  isInMesh: boolean
}

export interface NamespacePickerProps {
  choices: readonly NamespaceChoice[]
  /** The namespaces the console may read, where that is not all; one that is no choice could not be read. */
  limitedTo: readonly string[] | undefined
}

const shownAtOnce = 100

function toggled(chosen: readonly string[] | undefined, name: string): string[] | undefined {
  const before = new Set(chosen ?? [])
  if (!before.delete(name)) {
    before.add(name)
  }
  return before.size === 0 ? undefined : [...before].sort()
}

/** Which namespaces are shown: none chosen means all that may be read. */
export function NamespacePicker({ choices, limitedTo }: NamespacePickerProps) {
  const t = useTranslations('shell.scope')
  const { scope, setScope } = useScopeUrl()
  const [search, setSearch] = useState('')
  const chosen = scope.namespaces
  const summary =
    chosen === undefined
      ? limitedTo === undefined
        ? t('allNamespaces')
        : t('allLimited', { count: choices.length })
      : chosen.length <= 3
        ? chosen.join(', ')
        : t('countOf', { count: chosen.length, total: choices.length })
  const found = choices.filter((choice) => choice.name.includes(search.trim().toLowerCase()))
  return (
    <Popover.Root onOpenChange={() => setSearch('')}>
      <Popover.Trigger
        aria-label={`${t('namespaces')}: ${summary}`}
        title={chosen?.join(', ')}
        className={`${pickStyles} max-w-60`}
      >
        <span className="text-unit text-text-3">{t('namespaces')}</span>
        <span className="truncate">{summary}</span>
        <ChevronDown aria-hidden size={12} className="shrink-0 text-text-3" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="start" className="z-50">
          <Popover.Popup
            className={`${popupStyles} max-h-[min(440px,var(--available-height))]! w-72`}
            aria-label={t('namespaces')}
          >
            <div className="px-2 pt-1 pb-2">
              <SearchBox className="w-full" label={t('findNamespace')} value={search} onChange={setSearch} />
            </div>
            <Row
              label={t('selectAll')}
              isChecked={chosen === undefined}
              onChange={() => setScope({ namespaces: undefined })}
            />
            <div className="my-1 border-t border-line" />
            {found.slice(0, shownAtOnce).map((choice) => (
              <Row
                key={choice.name}
                label={choice.name}
                hint={choice.isInMesh ? undefined : t('notInMesh')}
                isChecked={chosen?.includes(choice.name) ?? false}
                onChange={() => setScope({ namespaces: toggled(chosen, choice.name) })}
              />
            ))}
            {found.length === 0 ? <p className="px-3 py-1 text-text-3">{t('noneFound')}</p> : null}
            {found.length > shownAtOnce ? (
              <p className="px-3 py-1 text-label text-text-3">
                {t('moreHidden', { count: found.length - shownAtOnce })}
              </p>
            ) : null}
            <Limits choices={choices} limitedTo={limitedTo} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** What the list above cannot show, and why. */
function Limits({ choices, limitedTo }: NamespacePickerProps) {
  const t = useTranslations('shell.scope')
  if (limitedTo === undefined) {
    return null
  }
  const known = new Set(choices.map(({ name }) => name))
  const unread = limitedTo.filter((name) => !known.has(name))
  return (
    <div className="mt-1 border-t border-line px-3 pt-1.5 pb-1 text-label text-text-3">
      {unread.map((name) => (
        <p key={name} className="flex h-7 items-center gap-2">
          <span aria-hidden className="text-degraded">
            ⊘
          </span>
          <span className="truncate">{name}</span>
          <span className="ml-auto shrink-0 text-unit">{t('unreadable')}</span>
        </p>
      ))}
      <p>{t('limited')}</p>
    </div>
  )
}

function Row(props: { label: string; hint?: string; isChecked: boolean; onChange: () => void }) {
  return (
    <label className="flex h-7 cursor-pointer items-center gap-2 px-3 hover:bg-sunken">
      <input
        type="checkbox"
        checked={props.isChecked}
        onChange={props.onChange}
        className="size-3.5 shrink-0 accent-accent"
      />
      <span className="truncate" title={props.label}>
        {props.label}
      </span>
      {props.hint ? <span className="ml-auto shrink-0 text-unit text-text-3">{props.hint}</span> : null}
    </label>
  )
}

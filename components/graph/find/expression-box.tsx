'use client'

import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import type { GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { popupStyles } from '../../ui/popup-styles.ts'
import { SearchBox } from '../../ui/search-box.tsx'
import { parseFind } from './find-expression.ts'
import { type FindSuggestion, suggestFind } from './suggest-find.ts'

const below = `absolute top-full left-0 mt-1 w-max max-w-96 min-w-full ${popupStyles}`

export interface ExpressionBoxProps {
  label: string
  help: string
  expression: string
  snapshot: GraphSnapshot
  /** `/` goes here. */
  isFindKeyTarget?: boolean
  /** It came up because somebody asked for it. */
  isFocusedAtOnce?: boolean
  onChange: (expression: string) => void
  /** Escape in a box that is empty already. */
  onLeave?: () => void
}

/** A text box for a find expression that offers what may come next and says what cannot be read. */
export function ExpressionBox(props: ExpressionBoxProps) {
  const {
    label,
    help,
    expression,
    snapshot,
    isFindKeyTarget = false,
    isFocusedAtOnce = false,
    onChange,
    onLeave,
  } = props
  const t = useTranslations('graph.find')
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(expression)
  /** Written and not yet come back: an earlier one that does must not undo what was typed since. */
  const underWay = useRef<string[]>([])
  useEffect(() => {
    const at = underWay.current.indexOf(expression)
    underWay.current = underWay.current.slice(at === -1 ? underWay.current.length : at + 1)
    if (at === -1) {
      setText(expression)
    }
  }, [expression])
  useEffect(() => {
    if (isFocusedAtOnce) {
      input.current?.focus()
    }
  }, [isFocusedAtOnce])
  const [caret, setCaret] = useState<number>()
  const [active, setActive] = useState(-1)
  const suggestions = useMemo(
    () => (caret === undefined ? [] : suggestFind(text, caret, snapshot)),
    [text, caret, snapshot],
  )
  const isOpen = suggestions.length > 0
  const { error } = parseFind(text)
  const write = (next: string, at: number | undefined) => {
    setText(next)
    setCaret(at)
    setActive(-1)
    underWay.current.push(next)
    onChange(next)
  }
  const take = ({ expression: next, caret: at }: FindSuggestion) => {
    write(next, at)
    requestAnimationFrame(() => input.current?.setSelectionRange(at, at))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = suggestions[active]
    const move = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (move !== 0) {
      event.preventDefault()
      if (isOpen) {
        const { length } = suggestions
        setActive(active === -1 && move === -1 ? length - 1 : (active + move + length) % length)
      } else {
        setCaret(input.current?.selectionStart ?? text.length)
      }
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined) {
      event.preventDefault()
      take(chosen)
    } else if (event.key === 'Enter') {
      setCaret(undefined)
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      if (isOpen) {
        setCaret(undefined)
      } else if (text !== '') {
        write('', undefined)
      } else {
        input.current?.blur()
        onLeave?.()
      }
    }
  }
  return (
    <span className="relative flex min-w-0 flex-1">
      <SearchBox
        ref={input}
        {...(isFindKeyTarget && { 'data-find': true })}
        className="w-full aria-invalid:border-failing"
        title={help}
        label={label}
        value={text}
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined || isOpen ? undefined : `${id}-error`}
        onChange={(next) => write(next, input.current?.selectionStart ?? next.length)}
        onFocus={() => setCaret(input.current?.selectionStart ?? text.length)}
        onBlur={() => {
          underWay.current = []
          setCaret(undefined)
        }}
        onKeyDown={onKeyDown}
      />
      {error === undefined || isOpen ? null : (
        <p id={`${id}-error`} role="alert" className={`${below} px-2.5 text-label text-failing`}>
          {t(`error.${error.code}`, { text: error.text })}
        </p>
      )}
      <Suggestions id={id} label={t('suggestions')} suggestions={suggestions} active={active} onTake={take} />
    </span>
  )
}

interface SuggestionsProps {
  id: string
  label: string
  suggestions: readonly FindSuggestion[]
  active: number
  onTake: (suggestion: FindSuggestion) => void
}

function Suggestions({ id, label, suggestions, active, onTake }: SuggestionsProps) {
  const t = useTranslations('graph.find')
  return (
    <div
      id={`${id}-list`}
      role="listbox"
      aria-label={label}
      className={suggestions.length === 0 ? 'hidden' : `${below} max-h-80!`}
    >
      {suggestions.map((suggestion, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard stays in the box and names the active option
        <div
          key={`${suggestion.kind} ${suggestion.text}`}
          id={`${id}-${index}`}
          ref={(element) => {
            if (index === active) {
              element?.scrollIntoView({ block: 'nearest' })
            }
          }}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(suggestion)}
          className="flex h-7 cursor-default items-center gap-3 px-2.5 hover:bg-sunken aria-selected:bg-sunken aria-selected:shadow-[inset_2px_0_0_var(--accent)]"
        >
          <span className="font-mono text-label">{suggestion.text}</span>
          {suggestion.kind === 'value' ? null : (
            <span className="ml-auto text-label text-text-3">{t(`means.${suggestion.text}` as MeansKey)}</span>
          )}
        </div>
      ))}
    </div>
  )
}

type MeansKey = Parameters<ReturnType<typeof useTranslations<'graph.find'>>>[0] & `means.${string}`

'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, type RefObject, useRef, useState } from 'react'
import { Dialog } from '../ui/dialog.tsx'
import { type PaletteTarget, usePaletteTargets } from './palette-targets.ts'
import { rankTargets } from './rank-targets.ts'

interface PaletteProps {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

const shownAtOnce = 12

export function CommandPalette({ isOpen, onOpenChange }: PaletteProps) {
  const t = useTranslations('shell')
  const input = useRef<HTMLInputElement>(null)
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={t('search.title')}
      closeLabel={t('help.close')}
      initialFocus={input}
    >
      <PaletteBody input={input} onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

function PaletteBody({ input, onDone }: { input: RefObject<HTMLInputElement | null>; onDone: () => void }) {
  const t = useTranslations('shell.search')
  const router = useRouter()
  const [search, setSearch] = useState('')
  const [active, setActive] = useState(0)
  const { targets, isFailed } = usePaletteTargets()
  const found = rankTargets(targets, search, shownAtOnce)
  const go = (target: PaletteTarget | undefined) => {
    if (target !== undefined) {
      router.push(target.href)
      onDone()
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && found.length > 0) {
      event.preventDefault()
      setActive((active + step + found.length) % found.length)
    } else if (event.key === 'Enter') {
      go(found[active])
    }
  }
  return (
    <>
      <input
        ref={input}
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={found[active] === undefined ? undefined : `palette-${active}`}
        aria-label={t('placeholder')}
        placeholder={t('placeholder')}
        value={search}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setSearch(event.target.value)
          setActive(0)
        }}
        className="h-8 w-full rounded-md border border-line bg-surface px-2.5 placeholder:text-text-3"
      />
      <div role="listbox" id="palette-list" aria-label={t('title')} className="mt-2">
        {found.map((target, index) => (
          <div
            key={target.id}
            id={`palette-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onMouseMove={() => setActive(index)}
            onClick={() => go(target)}
            onKeyDown={onKeyDown}
            className={`flex h-7 cursor-pointer items-center gap-2 rounded-sm px-2 ${index === active ? 'bg-sunken' : ''}`}
          >
            <span className="min-w-0 truncate">{target.label}</span>
            <span className="min-w-0 truncate text-label text-text-3">{target.kind === 'page' ? '' : target.hint}</span>
            <span className="ml-auto shrink-0 text-label text-text-3">
              {target.kind === 'page' ? target.hint : t(`kind.${target.kind}`)}
            </span>
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className="px-2 py-1 text-text-3">{t('none')}</p> : null}
      {isFailed ? <p className="px-2 py-1 text-label text-degraded">{t('failed')}</p> : null}
    </>
  )
}

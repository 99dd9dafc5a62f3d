'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, type RefObject, useRef, useState } from 'react'
import { graphHref, overviewHref, serviceHref, servicesHref } from '#lib/client/hrefs.ts'
import { graphQueries } from '#lib/client/queries/graph.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import { Dialog } from '../ui/dialog.tsx'
import { HealthGlyph, type HealthGlyphProps } from '../ui/health-glyph.tsx'

interface PaletteProps {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

interface Target {
  id: string
  label: string
  hint: string
  health?: HealthGlyphProps['health']
  href: ReturnType<typeof overviewHref>
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

function useTargets(): { targets: Target[]; isFailed: boolean } {
  const t = useTranslations('shell')
  const { scope } = useScopeUrl()
  const services = useQuery(graphQueries.snapshot({ ...scope, type: 'service' }))
  const pages: Target[] = [
    { id: 'o', label: t('nav.overview'), hint: 'g o', href: overviewHref(scope) },
    { id: 't', label: t('nav.graph'), hint: 'g t', href: graphHref(scope) },
    { id: 's', label: t('nav.services'), hint: 'g s', href: servicesHref(scope) },
  ]
  const found = (services.data?.nodes ?? [])
    .filter((node) => node.kind === 'service')
    .map((node) => ({
      id: node.id,
      label: node.name,
      hint: node.namespace,
      health: node.health,
      href: serviceHref(scope, node),
    }))
  return { targets: [...pages, ...found], isFailed: services.isError }
}

function PaletteBody({ input, onDone }: { input: RefObject<HTMLInputElement | null>; onDone: () => void }) {
  const t = useTranslations('shell.search')
  const router = useRouter()
  const [search, setSearch] = useState('')
  const [active, setActive] = useState(0)
  const { targets, isFailed } = useTargets()
  const wanted = search.trim().toLowerCase()
  const found = targets
    .filter((target) => `${target.label} ${target.hint}`.toLowerCase().includes(wanted))
    .toSorted(
      (a, b) => Number(!a.label.toLowerCase().includes(wanted)) - Number(!b.label.toLowerCase().includes(wanted)),
    )
    .slice(0, shownAtOnce)
  const go = (target: Target | undefined) => {
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
            <span className="w-3.5">{target.health ? <HealthGlyph health={target.health} label="" /> : null}</span>
            <span className="truncate">{target.label}</span>
            <span className="ml-auto shrink-0 text-label text-text-3">{target.hint}</span>
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className="px-2 py-1 text-text-3">{t('none')}</p> : null}
      {isFailed ? <p className="px-2 py-1 text-label text-degraded">{t('failed')}</p> : null}
    </>
  )
}

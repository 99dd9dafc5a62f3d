'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useSyncExternalStore } from 'react'
import { Button } from '../ui/button.tsx'
import { readPreference, writePreference } from './preference-cookie.ts'

const themes = ['system', 'light', 'dark'] as const
type Theme = (typeof themes)[number]

const icons = { system: Monitor, light: Sun, dark: Moon }
const listeners = new Set<() => void>()
const darkQuery = '(prefers-color-scheme: dark)'

function currentTheme(): Theme {
  const stored = readPreference('theme')
  return themes.find((theme) => theme === stored) ?? 'system'
}

function applyTheme(): void {
  const theme = currentTheme()
  const isDark = theme === 'dark' || (theme === 'system' && window.matchMedia(darkQuery).matches)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function ThemeSwitch() {
  const t = useTranslations('shell.theme')
  const theme = useSyncExternalStore(subscribe, currentTheme, () => 'system' as const)
  const Icon = icons[theme]

  useEffect(() => {
    applyTheme()
    const media = window.matchMedia(darkQuery)
    media.addEventListener('change', applyTheme)
    return () => media.removeEventListener('change', applyTheme)
  }, [])

  const label = t('label', { theme: t(theme) })
  return (
    <Button
      aria-label={label}
      title={label}
      className="w-8 border-line! px-0!"
      onClick={() => {
        writePreference('theme', themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system')
        applyTheme()
        for (const listener of listeners) {
          listener()
        }
      }}
    >
      <Icon aria-hidden size={14} />
    </Button>
  )
}

'use client'

import { useTranslations } from 'next-intl'
import { Dialog } from '../ui/dialog.tsx'
import { HealthGlyph } from '../ui/health-glyph.tsx'
import { KeyCap } from '../ui/key-cap.tsx'

const keys = [
  { keys: ['⌘', 'K'], key: 'palette' },
  { keys: ['g', 'o'], key: 'overview', isSequence: true },
  { keys: ['g', 't'], key: 'graph', isSequence: true },
  { keys: ['g', 's'], key: 'services', isSequence: true },
  { keys: ['g', 'w'], key: 'workloads', isSequence: true },
  { keys: ['g', 'd'], key: 'diagnosis', isSequence: true },
  { keys: ['g', 'c'], key: 'changes', isSequence: true },
  { keys: ['g', 'a'], key: 'alerts', isSequence: true },
  { keys: ['/'], key: 'find' },
  { keys: ['['], key: 'stepBack' },
  { keys: [']'], key: 'stepForward' },
  { keys: ['.'], key: 'live' },
  { keys: ['t'], key: 'table' },
  { keys: ['←', '→'], key: 'walk' },
  { keys: ['f'], key: 'focus' },
  { keys: ['h'], key: 'hide' },
  { keys: ['c'], key: 'collapse' },
  { keys: ['p'], key: 'pin' },
  { keys: ['+', '-'], key: 'zoom' },
  { keys: ['0'], key: 'fit' },
  { keys: ['⇧', 'F10'], key: 'menu' },
  { keys: ['Esc'], key: 'escape' },
  { keys: ['?'], key: 'help' },
] as const

const legend = [
  { health: 'failing', role: 'origin', key: 'legendFailing' },
  { health: 'failing', role: 'victim', key: 'legendVictim' },
  { health: 'degraded', role: undefined, key: 'legendDegraded' },
  { health: 'unknown', role: undefined, key: 'legendUnknown' },
  { health: 'idle', role: undefined, key: 'legendIdle' },
] as const

export function HelpDialog({ isOpen, onOpenChange }: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void }) {
  const t = useTranslations('shell.help')
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title={t('title')} closeLabel={t('close')}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-label">
        {keys.map((entry) => (
          <div key={entry.key} className="contents">
            <dt className="flex items-center gap-1 text-text-3">
              <KeyCap>{entry.keys[0]}</KeyCap>
              {'isSequence' in entry ? <span>{t('then')}</span> : null}
              {entry.keys.length > 1 ? <KeyCap>{entry.keys[1]}</KeyCap> : null}
            </dt>
            <dd className="text-text-2">{t(entry.key)}</dd>
          </div>
        ))}
      </dl>
      <h3 className="mt-4 mb-1.5 font-semibold">{t('legend')}</h3>
      <ul className="grid gap-1.5 text-label text-text-2">
        {legend.map((entry) => (
          <li key={entry.key} className="flex items-center gap-2">
            <HealthGlyph health={entry.health} role={entry.role} label="" />
            {t(entry.key)}
          </li>
        ))}
        <li className="flex items-center gap-2">
          <span aria-hidden className="w-3.5 text-center">
            –
          </span>
          {t('legendMissing')}
        </li>
      </ul>
    </Dialog>
  )
}

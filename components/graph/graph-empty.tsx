'use client'

import { useTranslations } from 'next-intl'
import type { Scope } from '#lib/domain/graph/scope.ts'
import { Button } from '../ui/button.tsx'
import { StatePanel } from '../ui/state-panel.tsx'

export interface GraphEmptyProps {
  scope: Scope
  setScope: (patch: Partial<Scope>) => void
}

const longerSeconds = 3600

/** Nothing in the scope: why, and the one thing most likely to help. */
export function GraphEmpty({ scope, setScope }: GraphEmptyProps) {
  const t = useTranslations('graph')
  const count = scope.namespaces?.length ?? 0
  return (
    <div className="px-6 py-10">
      <h1 className="sr-only">{t('title')}</h1>
      <StatePanel
        tone="empty"
        title={t('empty.title')}
        text={count === 0 ? t('empty.text') : t('empty.textNamespaces', { count })}
        action={
          count > 0 ? (
            <Button variant="primary" onClick={() => setScope({ namespaces: undefined })}>
              {t('empty.allNamespaces')}
            </Button>
          ) : scope.window < longerSeconds ? (
            <Button variant="primary" onClick={() => setScope({ window: longerSeconds })}>
              {t('empty.longer')}
            </Button>
          ) : undefined
        }
      />
    </div>
  )
}

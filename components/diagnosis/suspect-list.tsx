'use client'

import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { formatRatio } from '#lib/client/format.ts'
import type { CheckedSuspect } from '#lib/domain/diagnosis/mesh-diagnosis.ts'
import { Quantity } from '../ui/quantity.tsx'
import { EvidenceTable } from './evidence-table.tsx'
import type { ServiceNames } from './service-names.ts'
import { useSuspectWords } from './suspect-words.ts'

export interface SuspectListProps {
  title: string
  /** Rank of the first. */
  from: number
  suspects: readonly CheckedSuspect[]
  names: ServiceNames
  /** They have failed all along. */
  isStanding: boolean
}

/** Suspects in order, each with its share and, on demand, its facts. */
export function SuspectList({ title, from, suspects, names, isStanding }: SuspectListProps) {
  return (
    <section aria-label={title}>
      <h2 className="mb-1.5 font-semibold">{title}</h2>
      <ol className="rounded-md border border-line bg-surface">
        {suspects.map((suspect, index) => (
          <SuspectRow
            key={`${suspect.service} ${suspect.kind}`}
            rank={from + index}
            suspect={suspect}
            names={names}
            isStanding={isStanding}
          />
        ))}
      </ol>
    </section>
  )
}

interface SuspectRowProps extends Pick<SuspectListProps, 'names' | 'isStanding'> {
  rank: number
  suspect: CheckedSuspect
}

function SuspectRow({ rank, suspect, names, isStanding }: SuspectRowProps) {
  const t = useTranslations('diagnosis')
  const say = useSuspectWords(names)
  const [isOpen, setIsOpen] = useState(false)
  return (
    <li className="border-b border-line last:border-b-0">
      <div className="grid grid-cols-[28px_minmax(0,1fr)_auto_72px] items-center gap-x-2 px-3 py-1 max-[1100px]:grid-cols-[28px_minmax(0,1fr)_72px]">
        <span className="text-text-3 tabular-nums">{rank}</span>
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          className="flex min-w-0 cursor-pointer items-center gap-1 py-0.5 text-left hover:text-accent"
        >
          <ChevronRight
            aria-hidden
            size={14}
            className={`shrink-0 text-text-3 transition-transform duration-[120ms] ${isOpen ? 'rotate-90' : ''}`}
          />
          <span className="min-w-0 [overflow-wrap:anywhere]">{say(suspect)}</span>
        </button>
        <span className="text-label text-text-3 max-[1100px]:hidden">{t(`kind.${suspect.kind}`)}</span>
        <Quantity className="text-right" {...formatRatio(suspect.share)} title={t('shareTitle')} />
      </div>
      {isOpen ? (
        <div className="border-t border-line">
          <EvidenceTable evidence={suspect.evidence} names={names} isStanding={isStanding} />
        </div>
      ) : null}
    </li>
  )
}

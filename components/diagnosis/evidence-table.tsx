'use client'

import { useTranslations } from 'next-intl'
import { Fragment, useId, useState } from 'react'
import type { CheckedEvidence } from '#lib/domain/diagnosis/mesh-diagnosis.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Quantity } from '../ui/quantity.tsx'
import { useEvidenceWords } from './evidence-words.ts'
import type { ServiceNames } from './service-names.ts'
import { isTelling } from './suspect-claim.ts'

/** Out of sight on narrow screens, though still a column: the PromQL below spans all of them. */
const bars = 'w-[130px] px-2 max-[1100px]:w-px max-[1100px]:px-0'
const number = 'w-20 px-2 text-right align-top'

export interface EvidenceTableProps {
  evidence: readonly CheckedEvidence[]
  names: ServiceNames
  /** Of what has failed all along. */
  isStanding: boolean
}

/** The facts for one suspect: what moved, and on demand what was looked at and did not. */
export function EvidenceTable({ evidence, names, isStanding }: EvidenceTableProps) {
  const t = useTranslations('diagnosis.evidence')
  const [isWhole, setIsWhole] = useState(false)
  const telling = evidence.filter(({ fact }) => isTelling(fact))
  const quiet = evidence.filter(({ fact }) => !isTelling(fact))
  const isAll = isWhole || telling.length === 0
  return (
    <>
      <table className="w-full table-fixed border-collapse">
        <thead>
          <tr className="h-8 border-b border-line text-left text-label text-text-3">
            <th className="px-3 font-normal">{t('evidence')}</th>
            <th className="w-20 px-2 text-right font-normal">{t('before')}</th>
            <th className={`${bars} font-normal`}>
              <span className="sr-only">{t('bars')}</span>
            </th>
            <th className="w-20 px-2 text-right font-normal">{t('now')}</th>
            <th className="w-20 px-2 font-normal">
              <span className="sr-only">{t('query')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {(isAll ? [...telling, ...quiet] : telling).map((one) => (
            <EvidenceRow key={JSON.stringify(one.fact)} evidence={one} names={names} isStanding={isStanding} />
          ))}
        </tbody>
      </table>
      {quiet.length > 0 && telling.length > 0 ? (
        <Button variant="quiet" className="m-1 px-2!" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {t(isWhole ? 'fewer' : 'more', { count: quiet.length })}
        </Button>
      ) : null}
    </>
  )
}

interface EvidenceRowProps extends Omit<EvidenceTableProps, 'evidence'> {
  evidence: CheckedEvidence
}

function EvidenceRow({ evidence: { fact, query }, names, isStanding }: EvidenceRowProps) {
  const t = useTranslations('diagnosis.evidence')
  const words = useTranslations('words.state')
  const line = useEvidenceWords(names, isStanding)(fact)
  const queryId = useId()
  const [isOpen, setIsOpen] = useState(false)
  const isWorse = isTelling(fact) && (line.scale === undefined ? isStanding : line.scale[1] > line.scale[0])
  return (
    <Fragment>
      <tr className="border-b border-line last:border-b-0">
        <td className="px-3 py-1 align-top [overflow-wrap:anywhere]">{line.text}</td>
        <td className={`${number} py-1 text-text-2`}>
          {line.before === undefined ? null : <Quantity {...line.before} />}
        </td>
        <td className={`${bars} py-1 align-top`}>
          {line.scale === undefined ? null : <Bars scale={line.scale} isWorse={isWorse} />}
        </td>
        <td className={`${number} py-1`}>
          {line.now === undefined ? null : <Quantity {...line.now} tone={isWorse ? 'failing' : 'plain'} />}
        </td>
        <td className="px-2 py-0.5 text-right align-top">
          {query === undefined ? null : (
            <Button
              variant="quiet"
              className="h-6! px-1.5! text-accent!"
              aria-expanded={isOpen}
              aria-controls={isOpen ? queryId : undefined}
              onClick={() => setIsOpen(!isOpen)}
            >
              {t('query')}
            </Button>
          )}
        </td>
      </tr>
      {isOpen && query !== undefined ? (
        <tr className="border-b border-line bg-sunken">
          <td colSpan={5} className="px-3 py-2" id={queryId}>
            <pre
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
              tabIndex={0}
              className="max-h-40 overflow-auto font-mono text-label whitespace-pre-wrap text-text-2 [overflow-wrap:anywhere]"
            >
              {query}
            </pre>
            <p className="mt-1.5">
              <CopyButton text={query} label={t('copy')} doneLabel={words('copied')} />
            </p>
          </td>
        </tr>
      ) : null}
    </Fragment>
  )
}

/** Before above now, on one scale. */
function Bars({ scale: [before, now], isWorse }: { scale: readonly [number, number]; isWorse: boolean }) {
  const most = Math.max(before, now)
  const width = (value: number) => (most > 0 ? `${Math.max(1, (100 * value) / most)}%` : '1%')
  return (
    <span aria-hidden className="mt-1 grid gap-[3px] max-[1100px]:hidden">
      <span className="h-1 rounded-sm bg-line-strong" style={{ width: width(before) }} />
      <span className={`h-1 rounded-sm ${isWorse ? 'bg-failing' : 'bg-text-3'}`} style={{ width: width(now) }} />
    </span>
  )
}

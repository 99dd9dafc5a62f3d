'use client'

import { useTranslations } from 'next-intl'
import { formatRate, formatRatio } from '#lib/client/format.ts'
import type { GraphEdge } from '#lib/domain/graph/snapshot.ts'
import { outcomeOfAnswer } from '#lib/domain/telemetry/answer-key.ts'
import { isServerFailureFlag } from '#lib/domain/telemetry/outcome.ts'
import { isKnownFlag } from '#lib/domain/telemetry/response-flags.ts'
import { Chip, type ChipTone } from '../../ui/chip.tsx'
import { Quantity } from '../../ui/quantity.tsx'
import { useAnswerWords } from './edge-sentence-text.tsx'
import { useFlagWords } from './flag-words.ts'
import { PanelSection } from './panel-section.tsx'

type Answers = Pick<
  GraphEdge,
  'protocol' | 'requestsPerSecond' | 'connectionsPerSecond' | 'byCode' | 'byFlag' | 'mtlsShare'
>

/** How often which answer and which response flag was seen, each flag with its meaning. */
export function AnswerTable({ edge }: { edge: Answers }) {
  const t = useTranslations('graph.panel')
  const answerWords = useAnswerWords()
  const flagWords = useFlagWords()
  const codes = largestFirst(edge.byCode)
  const flags = largestFirst(edge.byFlag)
  const total = edge.protocol === 'tcp' ? edge.connectionsPerSecond : edge.requestsPerSecond
  return (
    <>
      {codes.length === 0 ? null : (
        <Section title={t('answers')}>
          {codes.map(([code, perSecond]) => (
            <Row key={code} perSecond={perSecond} total={total} isBad={outcomeOfAnswer(code) === 'server-failure'}>
              {answerWords(code)}
            </Row>
          ))}
        </Section>
      )}
      {flags.length === 0 ? null : (
        <Section title={t('flags')}>
          {flags.map(([flag, perSecond]) => (
            <Row key={flag} perSecond={perSecond} total={total} isBad={isServerFailureFlag(flag)}>
              <span className="flex min-w-0 items-center gap-1.5">
                <Chip tone={toneOf(flag)}>{flag}</Chip>
                <span className="min-w-0 whitespace-normal">{flagWords(flag).short}</span>
              </span>
              {isKnownFlag(flag) ? (
                <span className="block pb-0.5 text-label text-text-3">{flagWords(flag).text}</span>
              ) : null}
            </Row>
          ))}
        </Section>
      )}
      {edge.mtlsShare === undefined ? null : (
        <Section title="mTLS">
          <tr className="border-b border-line">
            <td className="h-7 pl-4">{t('mtlsShare')}</td>
            <td colSpan={2} className="pr-4 text-right">
              <Quantity {...formatRatio(edge.mtlsShare)} />
            </td>
          </tr>
        </Section>
      )}
    </>
  )
}

function toneOf(flag: string): ChipTone {
  return flag === 'FI' || flag === 'DI' ? 'purpose' : isServerFailureFlag(flag) ? 'failing' : 'neutral'
}

function largestFirst(rates: Record<string, number> | undefined): [string, number][] {
  return Object.entries(rates ?? {}).toSorted(([a, p], [b, q]) => q - p || (a < b ? -1 : 1))
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <PanelSection title={title}>
      <table className="w-full border-collapse">
        <tbody>{children}</tbody>
      </table>
    </PanelSection>
  )
}

interface RowProps {
  perSecond: number
  total: number | undefined
  isBad: boolean
  children: React.ReactNode
}

function Row({ perSecond, total, isBad, children }: RowProps) {
  return (
    <tr className="border-b border-line">
      <td className="h-7 py-1 pl-4">{children}</td>
      <td className="w-24 px-2 text-right">
        <Quantity {...formatRate(perSecond)} tone={isBad ? 'failing' : 'plain'} />
      </td>
      <td className="w-16 pr-4 text-right text-text-2">
        <Quantity {...formatRatio(total === undefined || total <= 0 ? undefined : Math.min(1, perSecond / total))} />
      </td>
    </tr>
  )
}

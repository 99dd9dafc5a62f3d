'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { formatBytesRate, formatRate, formatRatio, joined } from '#lib/client/format.ts'
import type { GraphEdge } from '#lib/domain/graph/snapshot.ts'
import { edgeSentence } from '../view/edge-sentence.ts'
import { useFlagWords } from './flag-words.ts'

const bold = (chunks: ReactNode) => <b className="font-semibold text-text">{chunks}</b>
const share = (ratio: number) => joined(formatRatio(ratio))
const rate = (perSecond: number) => joined(formatRate(perSecond))

export function EdgeSentenceText({ edge }: { edge: GraphEdge }) {
  const t = useTranslations('graph')
  const flagWords = useFlagWords()
  const answerWords = useAnswerWords()
  const said = edgeSentence(edge)
  switch (said.code) {
    case 'unmeasured':
    case 'idle':
      return t(`sentence.${said.code}`)
    case 'tcp': {
      const connections = formatRate(said.connectionsPerSecond)
      return t('sentence.tcp', {
        bytes: joined(formatBytesRate(said.bytesPerSecond)),
        connections: connections.unit === undefined ? connections.value : `${connections.value}/s`,
      })
    }
    case 'tcpFailing':
      return t.rich('sentence.tcpFailing', {
        share: share(said.ratio),
        flag: said.flag,
        meaning: flagWords(said.flag).short,
        b: bold,
      })
    case 'failingFlag':
      return t.rich('sentence.failingFlag', {
        share: share(said.ratio),
        rate: rate(said.rate),
        flag: said.flag,
        meaning: flagWords(said.flag).short,
        b: bold,
      })
    case 'failingCode':
    case 'refused':
      return t.rich(`sentence.${said.code}`, {
        share: share(said.ratio),
        rate: rate(said.rate),
        answer: answerWords(said.answer),
        b: bold,
      })
    case 'retried':
      return t.rich('sentence.retried', { share: share(said.ratio), calleeShare: share(said.calleeRatio), b: bold })
    case 'few':
      return t('sentence.few', { share: share(said.ratio), rate: rate(said.rate) })
    case 'healthy':
      return t('sentence.healthy', { rate: rate(said.rate) })
    default:
      return t.rich(`sentence.${said.code}`, { share: share(said.ratio), rate: rate(said.rate), b: bold })
  }
}

/** An answer for people: `503`, `gRPC 14`, “no answer” for `0`. */
export function useAnswerWords(): (code: string) => string {
  const t = useTranslations('graph.panel')
  return (code) =>
    code === '0' ? t('noAnswer') : code.startsWith('grpc ') ? t('grpc', { status: code.slice(5) }) : code
}

'use client'

import { useTranslations } from 'next-intl'
import { formatRatio, joined } from '#lib/client/format.ts'
import type { ObservedSplit, ReportedSplit } from '#lib/domain/follow-up/observed-split.ts'
import { percentText } from '../words/percent-text.ts'

const verdictLooks = {
  consistent: { glyph: '✓', text: 'text-recovered' },
  mismatch: { glyph: '!', text: 'text-failing' },
  'too-few': { glyph: '◔', text: 'text-text-3' },
  retries: { glyph: '?', text: 'text-degraded' },
} as const

/** Beside what was set, what each side counted, with the interval that holds the true share. Never one sum of both. */
export function ObservedShares({ observed }: { observed: ObservedSplit }) {
  const t = useTranslations('changes.observed')
  const { wanted, reporters, notJudged, attemptsPerRequest } = observed
  const counted = reporters.filter(({ requests }) => requests > 0)
  const versions = [
    ...new Set([
      ...wanted.map(({ version }) => version),
      ...counted.flatMap((one) => one.versions.map((v) => v.version)),
    ]),
  ]
  if (counted.length === 0) {
    return <p className="text-label text-text-3">{t('nothing')}</p>
  }
  return (
    <div className="text-label">
      <table className="w-full border-collapse">
        <thead className="text-left text-text-3">
          <tr>
            <th scope="col" className="font-normal">
              {t('version')}
            </th>
            <th scope="col" className="px-2 text-right font-normal">
              {t('set')}
            </th>
            {counted.map(({ reporter, requests }) => (
              <th
                key={reporter}
                scope="col"
                className="pl-2 text-right font-normal"
                title={t(`reporterTitle.${reporter}`)}
              >
                {t(`reporter.${reporter}`, { requests: whole(requests) })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {versions.map((version) => (
            <tr key={version} className="border-t border-line">
              <th scope="row" className="h-6 text-left font-medium">
                {version}
              </th>
              <td className="px-2 text-right">{setText(wanted.find((one) => one.version === version)?.share)}</td>
              {counted.map((reported) => (
                <td key={reported.reporter} className="pl-2 text-right whitespace-nowrap">
                  <Seen reported={reported} version={version} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {notJudged === undefined ? (
        counted.map((reported) => (
          <Verdict key={reported.reporter} reported={reported} attemptsPerRequest={attemptsPerRequest} />
        ))
      ) : (
        <p className="mt-0.5 text-text-3">{t(`notJudged.${notJudged}`)}</p>
      )}
    </div>
  )
}

function Seen({ reported, version }: { reported: ReportedSplit; version: string }) {
  const t = useTranslations('changes.observed')
  const found = reported.versions.find((one) => one.version === version)
  if (found === undefined) {
    return <>–</>
  }
  return (
    <>
      {joined(formatRatio(found.share))}{' '}
      <span className="text-text-3" title={t('interval')}>
        {bound(found.low)}–{bound(found.high)}
      </span>
    </>
  )
}

function Verdict({
  reported: { reporter, ratio },
  attemptsPerRequest,
}: {
  reported: ReportedSplit
  attemptsPerRequest: number | undefined
}) {
  const t = useTranslations('changes.observed')
  if (ratio === undefined) {
    return null
  }
  const { glyph, text } = verdictLooks[ratio.verdict]
  return (
    <p className={`mt-0.5 ${text}`}>
      <span aria-hidden>{glyph}</span>{' '}
      {t(`verdict.${ratio.verdict}`, {
        side: t(`side.${reporter}`),
        attempts: attemptsPerRequest === undefined ? '–' : attemptsPerRequest.toFixed(2),
      })}
    </p>
  )
}

function setText(share: number | undefined): string {
  return share === undefined ? '–' : percentText(share * 100)
}

/** An end of an interval, without its unit. */
function bound(share: number): string {
  return formatRatio(share).value
}

function whole(requests: number): string {
  return Math.round(requests)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ' ')
}

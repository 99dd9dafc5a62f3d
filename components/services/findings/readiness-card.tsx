'use client'

import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { type Finding, FindingRule } from '#lib/domain/mesh/finding.ts'
import { Card } from '../../ui/card.tsx'
import { useObjectHref } from '../objects/object-param.ts'
import { readinessAnchor } from './findings-chip.tsx'
import { severityLooks } from './severity-looks.ts'

/** What is not ready, the worst first: what it is, what it costs, and how to mend it. */
export function ReadinessCard({ findings }: { findings: readonly Finding[] }) {
  const t = useTranslations('readiness')
  return (
    <section id={readinessAnchor} className="scroll-mt-3">
      <Card title={t('title')} hint={findings.length === 0 ? undefined : t('count', { count: findings.length })}>
        {findings.length === 0 ? (
          <p className="px-3 py-2 text-label text-text-3">{t('none', { rules: FindingRule.options.length })}</p>
        ) : (
          <ul>
            {findings.map((finding) => (
              <FindingItem key={JSON.stringify(finding)} finding={finding} />
            ))}
          </ul>
        )}
      </Card>
    </section>
  )
}

function FindingItem({ finding }: { finding: Finding }) {
  const t = useTranslations('readiness')
  const sentence = useFindingText(finding)
  const objectHref = useObjectHref()
  const { object, severity } = finding
  const { glyph, text } = severityLooks[severity]
  return (
    <li className="border-b border-line px-3 py-2 last:border-b-0">
      <details open={severity !== 'info'} className="group">
        <summary className="flex cursor-pointer items-baseline gap-2">
          <span role="img" aria-label={t(`severity.${severity}`)} className={`w-3 shrink-0 text-center ${text}`}>
            {glyph}
          </span>
          <span className="font-medium">{sentence('title')}</span>
          <ChevronRight
            aria-hidden
            size={14}
            className="ml-auto shrink-0 self-center text-text-3 group-open:rotate-90"
          />
        </summary>
        <div className="mt-1 grid gap-1 pl-5 text-label">
          <p className="text-text-2">{sentence('costs')}</p>
          <p>
            <span className="text-text-3">{t('fix')} </span>
            {sentence('fix')}
          </p>
          {object === undefined ? null : (
            <Link scroll={false} href={objectHref(object)} className="justify-self-start text-accent hover:underline">
              {object.kind} {object.namespace}/{object.name}
            </Link>
          )}
        </div>
      </details>
    </li>
  )
}

/** The finding's sentences, with its lists joined as the language joins them. */
export function useFindingText(finding: Finding): (part: 'title' | 'costs' | 'fix') => string {
  const t = useTranslations('readiness.rules')
  const locale = useLocale()
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  const params = Object.fromEntries(
    Object.entries(finding.params).map(([name, value]) => [name, Array.isArray(value) ? list.format(value) : value]),
  )
  return (part) => t(`${finding.rule}.${part}`, params)
}

'use client'

import { useTranslations } from 'next-intl'
import type { ChangeFinding, ChangeSeverity } from '#lib/domain/changes/change-finding.ts'
import { isBlocked } from '#lib/domain/changes/change-plan.ts'
import type { ChangePreview } from '#lib/endpoints/changes.ts'
import { useFindingText } from '../words/finding-text.ts'

const looks: Record<ChangeSeverity, { glyph: string; text: string }> = {
  block: { glyph: '!', text: 'text-failing' },
  warn: { glyph: '▲', text: 'text-degraded' },
  info: { glyph: '·', text: 'text-text-2' },
}

/** What was checked: what stands against it first, then what is good to know, then what is as it should be. */
export function ChecksPart({ preview }: { preview: ChangePreview }) {
  const t = useTranslations('changes.preview')
  const { findings, warnings, writes } = preview
  return (
    <section className="min-w-0 border-line px-4 py-3 max-[719px]:border-t min-[720px]:border-l">
      <h3 className="mb-1 font-semibold">{t('checked')}</h3>
      <ul className="grid gap-1">
        {findings.map((finding) => (
          <FindingLine key={JSON.stringify(finding)} finding={finding} />
        ))}
        {warnings.map((warning) => (
          <li key={warning} className="flex gap-2 text-failing">
            <span aria-hidden className="w-3 shrink-0 text-center">
              !
            </span>
            <span className="[overflow-wrap:anywhere]">{t('warning', { warning })}</span>
          </li>
        ))}
        {readyVersions(preview).map(({ version, readyPods }) => (
          <Passed key={version} text={t('ready', { version, count: readyPods })} />
        ))}
        {writes.length > 0 && warnings.length === 0 && !isBlocked(preview) ? <Passed text={t('dryRun')} /> : null}
      </ul>
    </section>
  )
}

function FindingLine({ finding }: { finding: ChangeFinding }) {
  const t = useTranslations('changes.preview')
  const text = useFindingText()
  const { severity, rule } = finding
  return (
    <li className="flex gap-2" title={rule}>
      <span
        role="img"
        aria-label={t(`severity.${severity}`)}
        className={`w-3 shrink-0 text-center font-semibold ${looks[severity].text}`}
      >
        {looks[severity].glyph}
      </span>
      <span className={`min-w-0 [overflow-wrap:anywhere] ${looks[severity].text}`}>{text(finding)}</span>
    </li>
  )
}

function Passed({ text }: { text: string }) {
  const t = useTranslations('changes.preview')
  return (
    <li className="flex gap-2">
      <span role="img" aria-label={t('passed')} className="w-3 shrink-0 text-center text-recovered">
        ✓
      </span>
      {text}
    </li>
  )
}

/** The versions that are to get requests and have pods for them. */
function readyVersions({ intent, split }: ChangePreview): ChangePreview['split']['versions'] {
  const wanted =
    intent.kind === 'set-weights'
      ? Object.keys(intent.weights).filter((version) => (intent.weights[version] ?? 0) > 0)
      : intent.kind === 'set-mirror' || intent.kind === 'add-tester-route'
        ? [intent.version]
        : []
  return split.versions.filter(({ version, readyPods }) => readyPods > 0 && wanted.includes(version))
}

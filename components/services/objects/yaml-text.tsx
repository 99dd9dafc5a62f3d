'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { serviceHref, workloadHref } from '#lib/client/hrefs.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { LinkTarget, ObjectView } from '#lib/domain/objects/object-view.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { useObjectHref } from './object-param.ts'
import { type TokenKind, yamlLines, yamlText } from './yaml-lines.ts'

const looks: Record<TokenKind, string> = {
  key: 'text-text-2',
  text: 'text-text',
  number: 'text-[color:var(--series-5)]',
  word: 'text-[color:var(--series-4)]',
  mark: 'text-text-3',
}

/** An object's YAML: read, copied, and followed to what its fields name. */
export function YamlText({ view }: { view: ObjectView }) {
  const t = useTranslations('services.objects')
  const words = useTranslations('words.state')
  const lines = useMemo(() => yamlLines(view), [view])
  return (
    <div className="relative">
      <div className="absolute top-2 right-3">
        <CopyButton text={yamlText(view)} label={t('copyYaml')} doneLabel={words('copied')} />
      </div>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-[70vh] overflow-auto px-3 py-2 font-mono text-label leading-5"
      >
        {lines.map(({ number, tokens, targets }) => (
          <div key={number} className="flex hover:bg-sunken">
            <span aria-hidden className="w-9 shrink-0 pr-3 text-right text-text-3 select-none">
              {number}
            </span>
            <code className="whitespace-pre">
              {tokens.map(({ text, kind }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a line never move
                <span key={index} className={looks[kind]}>
                  {text}
                </span>
              ))}
            </code>
            {targets.length === 0 ? null : (
              <span className="ml-4 flex gap-3 font-sans whitespace-nowrap select-none">
                {targets.map((target) => (
                  <TargetLink key={JSON.stringify(target)} target={target} />
                ))}
              </span>
            )}
          </div>
        ))}
      </pre>
    </div>
  )
}

function TargetLink({ target }: { target: LinkTarget }) {
  const t = useTranslations('services.objects')
  const { scope } = useScopeUrl()
  const objectHref = useObjectHref()
  if (target.kind === 'object') {
    const { kind, namespace, name } = target.object
    return (
      <Link
        scroll={false}
        href={objectHref(target.object)}
        title={`${namespace}/${name}`}
        className="text-accent hover:underline"
      >
        → {kind} {name}
      </Link>
    )
  }
  const href = target.kind === 'service' ? serviceHref(scope, target) : workloadHref(scope, target)
  return (
    <Link href={href} title={`${target.namespace}/${target.name}`} className="text-accent hover:underline">
      → {t(`target.${target.kind}`, { name: target.name })}
    </Link>
  )
}

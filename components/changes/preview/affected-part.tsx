'use client'

import { useLocale, useTranslations } from 'next-intl'
import { formatRate } from '#lib/client/format.ts'
import type { ChangePreview } from '#lib/endpoints/changes.ts'
import { Quantity } from '../../ui/quantity.tsx'
import { shareMoved } from './share-moved.ts'

const shownCallers = 6

/** Who sends requests now, how many, and how many of them go where they did not. */
export function AffectedPart({ preview }: { preview: ChangePreview }) {
  const t = useTranslations('changes.preview')
  const { blastRadius } = preview
  const { callers, requestsPerSecond } = blastRadius
  const moved = shareMoved(preview)
  const hidden = callers.length - shownCallers
  return (
    <section className="min-w-0 px-4 py-3">
      <h3 className="mb-1 font-semibold">{t('affected')}</h3>
      {callers.length === 0 ? (
        <p className="text-text-3">{t(requestsPerSecond === undefined ? 'callersUnknown' : 'noCallers')}</p>
      ) : (
        <table className="w-full border-collapse">
          <tbody>
            {callers.slice(0, shownCallers).map((caller) => (
              <tr key={caller.node} className="border-b border-line last:border-b-0">
                <th scope="row" className="h-7 max-w-0 truncate text-left font-normal" title={callerName(caller)}>
                  {caller.isOutsideMesh ? (
                    <span className="text-text-3">{t('outside', { name: caller.name })}</span>
                  ) : (
                    caller.name
                  )}
                </th>
                <td className="w-20 px-2 text-right">
                  <Quantity {...formatRate(caller.requestsPerSecond)} />
                </td>
                <td className="w-28 text-right text-label whitespace-nowrap text-text-3">
                  <Part caller={caller} moved={moved} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {hidden > 0 ? <p className="text-label text-text-3">{t('moreCallers', { count: hidden })}</p> : null}
      <p className="mt-1 text-label text-text-3">
        {t('total')} <Quantity {...formatRate(requestsPerSecond)} />
      </p>
      <Clients preview={preview} />
    </section>
  )
}

type Caller = ChangePreview['blastRadius']['callers'][number]

function callerName({ namespace, name }: Caller): string {
  return namespace === '' ? name : `${namespace}/${name}`
}

/** What of one caller's requests goes to the version that gains. */
function Part({ caller, moved }: { caller: Caller; moved: ReturnType<typeof shareMoved> }) {
  const t = useTranslations('changes.preview')
  if (caller.isOutsideMesh) {
    return <>{t('notSteered')}</>
  }
  if (moved === undefined || caller.requestsPerSecond === undefined) {
    return null
  }
  const { value } = formatRate(caller.requestsPerSecond * moved.share)
  return <>{t(moved.isCopy ? 'copies' : 'part', { rate: value, version: moved.version })}</>
}

/** Whose proxies obey what is written, where that is not everybody's. */
function Clients({ preview: { affected } }: { preview: ChangePreview }) {
  const t = useTranslations('changes.preview')
  const locale = useLocale()
  const list = (names: readonly string[]) => new Intl.ListFormat(locale).format(names)
  const lines = [
    { key: 'namespaces', names: affected.namespaces },
    { key: 'gateways', names: affected.gateways },
    { key: 'waypoints', names: affected.waypoints },
    { key: 'roots', names: affected.roots.map(({ namespace, name }) => `${namespace}/${name}`) },
  ] as const
  return (
    <ul className="text-label text-text-3">
      {lines
        .filter(({ names }) => names.length > 0)
        .map(({ key, names }) => (
          <li key={key}>{t(`clients.${key}`, { names: list(names) })}</li>
        ))}
    </ul>
  )
}

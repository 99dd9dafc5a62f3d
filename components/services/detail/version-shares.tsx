'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { formatBracketMs, formatRate, formatRatio } from '#lib/client/format.ts'
import { workloadHref } from '#lib/client/hrefs.ts'
import { ratioTone } from '#lib/client/ratio-tone.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { ServiceDetail } from '#lib/endpoints/services.ts'
import { HealthGlyph } from '../../ui/health-glyph.tsx'
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx'
import { Quantity } from '../../ui/quantity.tsx'

export interface VersionSharesProps {
  detail: ServiceDetail
  colors: ReadonlyMap<string, string>
}

type Version = ServiceDetail['versions'][number]

/** Each version's observed part of what arrives; undefined when nothing was measured. */
function sharesOf(versions: readonly Version[]): ReadonlyMap<string, number> | undefined {
  const weight = (entry: Version) => entry.node?.requestsPerSecond ?? entry.node?.bytesPerSecond ?? 0
  const total = versions.reduce((sum, entry) => sum + weight(entry), 0)
  return total > 0 ? new Map(versions.map((entry) => [entry.version, weight(entry) / total])) : undefined
}

export function VersionShares({ detail, colors }: VersionSharesProps) {
  const t = useTranslations('services.strip')
  const versions = detail.versions.toSorted((a, b) => (a.version < b.version ? -1 : 1))
  const shares = sharesOf(versions)
  if (versions.length === 0) {
    return (
      <p className="px-3 py-2 text-label text-text-3">{t(detail.pods.length > 0 ? 'noVersionLabels' : 'noVersions')}</p>
    )
  }
  return (
    <div className="px-3 pt-3 pb-1">
      <div aria-hidden className="flex h-2 gap-px overflow-hidden rounded-sm bg-sunken">
        {shares
          ? versions.map((entry) => (
              <span
                key={entry.version}
                style={{ width: `${(shares.get(entry.version) ?? 0) * 100}%`, background: colors.get(entry.version) }}
              />
            ))
          : null}
      </div>
      <table className="mt-2 w-full border-collapse text-label">
        <tbody>
          {versions.map((entry) => (
            <VersionRow
              key={entry.version}
              entry={entry}
              service={detail.node}
              color={colors.get(entry.version)}
              share={shares?.get(entry.version)}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface VersionRowProps {
  entry: Version
  service: ServiceDetail['node']
  color: string | undefined
  share: number | undefined
}

function VersionRow({ entry, service, color, share }: VersionRowProps) {
  const t = useTranslations('services.strip')
  const words = useTranslations('words')
  const { scope } = useScopeUrl()
  const { node, readyPods, desiredPods } = entry
  const [workload] = entry.workloads
  const name = entry.version === '' ? t('noVersion') : entry.version
  const isWrong = node?.health === 'failing' || node?.health === 'degraded'
  const isShort = desiredPods !== undefined && readyPods < desiredPods
  return (
    <tr className="border-b border-line last:border-b-0">
      <td className="h-7 max-w-40 pr-2">
        <span className="flex min-w-0 items-center gap-1.5" title={entry.workloads.join(', ')}>
          <span aria-hidden className="size-2 shrink-0 rounded-[2px]" style={{ background: color }} />
          {workload === undefined ? (
            <MiddleEllipsis className="font-semibold" text={name} />
          ) : (
            <Link
              href={workloadHref(scope, { cluster: service.cluster, namespace: service.namespace, name: workload })}
              className="flex min-w-0 hover:text-accent"
            >
              <MiddleEllipsis className="font-semibold" text={name} />
            </Link>
          )}
          {isWrong ? (
            <HealthGlyph health={node.health} role={node.role} label={words(`health.${node.health}`)} />
          ) : null}
        </span>
      </td>
      <td className="h-7 px-2 text-right whitespace-nowrap" title={share === undefined ? t('shareUnknown') : undefined}>
        <Quantity {...formatRatio(share)} />
      </td>
      <td className={`h-7 px-2 whitespace-nowrap ${isShort ? 'text-degraded' : 'text-text-3'}`}>
        {isShort ? '▲ ' : ''}
        {desiredPods === undefined
          ? t('podsKnown', { ready: readyPods })
          : t('pods', { ready: readyPods, desired: desiredPods })}
      </td>
      <td className="h-7 px-2 text-right max-[1300px]:hidden">
        <Quantity {...formatRate(node?.requestsPerSecond)} />
      </td>
      <td className="h-7 px-2 text-right">
        <Quantity {...formatRatio(node?.errorRatio)} tone={node ? ratioTone(node) : 'plain'} title={t('fails')} />
      </td>
      <td className="h-7 pl-2 text-right max-[1300px]:hidden">
        <Quantity {...formatBracketMs(node?.p95Ms)} title={words('latencyBracket')} />
      </td>
    </tr>
  )
}

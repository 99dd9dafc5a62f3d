'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Fragment } from 'react'
import { formatMs, formatRatio, joined } from '#lib/client/format.ts'
import { graphHref, nodeHref } from '#lib/client/hrefs.ts'
import type { CheckedSuspect, MeshDiagnosis, PathHop } from '#lib/domain/diagnosis/mesh-diagnosis.ts'
import type { Scope } from '#lib/domain/graph/scope.ts'
import { defaultThresholds } from '#lib/domain/thresholds/thresholds.ts'
import { Card } from '../ui/card.tsx'
import type { ServiceNames } from './service-names.ts'

export interface PathStripProps {
  /** Pinned to the moment of the answer. */
  scope: Scope
  diagnosis: MeshDiagnosis
  suspect: CheckedSuspect
  names: ServiceNames
}

/** From where trouble is felt to where it comes from, frozen at the moment of the answer. */
export function PathStrip({ scope, diagnosis, suspect, names }: PathStripProps) {
  const t = useTranslations('diagnosis.path')
  const stops = suspect.edge !== undefined && !isCallOf(suspect.path, suspect.edge) ? suspect.edge : suspect.path
  const hopTo = (source: string | undefined, destination: string) =>
    diagnosis.hops.find((hop) => hop.source === source && hop.destination === destination)
  return (
    <Card
      title={t('title')}
      hint={t('frozen')}
      aside={
        <Link
          className="text-accent hover:underline"
          href={graphHref({ ...scope, type: 'service' }, { sel: suspect.service })}
        >
          {t('graph')}
        </Link>
      }
    >
      <ol
        aria-label={t('label')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="flex items-center overflow-x-auto px-4 py-5"
      >
        {stops.map((id, index) => (
          <Fragment key={id}>
            {index > 0 ? (
              <Hop hop={hopTo(stops[index - 1], id)} isBlamed={isEdge(suspect, stops[index - 1], id)} />
            ) : null}
            <Stop scope={scope} id={id} suspect={suspect} names={names} />
          </Fragment>
        ))}
      </ol>
    </Card>
  )
}

function isCallOf(path: readonly string[], [source, destination]: readonly [string, string]): boolean {
  return path.some((id, index) => id === source && path[index + 1] === destination)
}

function isEdge({ edge }: CheckedSuspect, source: string | undefined, destination: string): boolean {
  return edge !== undefined && edge[0] === source && edge[1] === destination
}

function Stop({ scope, id, suspect, names }: { scope: Scope; id: string } & Pick<PathStripProps, 'suspect' | 'names'>) {
  const isSuspect = id === suspect.service
  const service = names.find(id)
  const href = service === undefined ? undefined : nodeHref(scope, service)
  const name = isSuspect && suspect.version !== undefined ? `${names.nameOf(id)} ${suspect.version}` : names.nameOf(id)
  const look = isSuspect
    ? 'border-failing bg-failing-tint font-medium text-failing shadow-[0_0_0_3px_color-mix(in_srgb,var(--failing)_30%,transparent)]'
    : 'border-dashed border-failing bg-surface text-failing'
  return (
    <li className={`max-w-[200px] shrink-0 truncate rounded-md border-[1.5px] px-3 py-1.5 ${look}`} title={name}>
      {isSuspect ? <span aria-hidden>! </span> : null}
      {href === undefined ? (
        name
      ) : (
        <Link href={href} className="hover:underline">
          {name}
        </Link>
      )}
    </li>
  )
}

/** What the caller felt on the way: failures where there are any, else how long it took. */
function Hop({ hop, isBlamed }: { hop: PathHop | undefined; isBlamed: boolean }) {
  const t = useTranslations('diagnosis.path')
  const { errorRatio, latencyMs } = hop ?? {}
  const isFailing = (errorRatio?.[1] ?? 0) >= defaultThresholds.degradedErrorRatio
  const shown = isFailing || latencyMs === undefined ? formatRatio(errorRatio?.[1]) : formatMs(latencyMs[1])
  return (
    <li
      className="grid min-w-[88px] grow content-center px-1 text-center text-label"
      title={t('hop', {
        errorsBefore: joined(formatRatio(errorRatio?.[0])),
        errors: joined(formatRatio(errorRatio?.[1])),
        latencyBefore: joined(formatMs(latencyMs?.[0])),
        latency: joined(formatMs(latencyMs?.[1])),
      })}
    >
      <span className={`tabular-nums ${isFailing ? 'text-failing' : 'text-text-2'}`}>{joined(shown)}</span>
      <span
        aria-hidden
        className={`h-0 border-t-[1.5px] ${isBlamed ? 'border-failing border-t-[3px]' : 'border-dashed border-failing'}`}
      />
      <span aria-hidden className="invisible">
        –
      </span>
    </li>
  )
}

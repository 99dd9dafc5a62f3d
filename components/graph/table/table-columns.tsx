'use client'

import { createColumnHelper, createSortedRowModel, rowSortingFeature, tableFeatures } from '@tanstack/react-table'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { formatBracketMs, formatBytesRate, formatRate, formatRatio } from '#lib/client/format.ts'
import { HealthGlyph } from '../../ui/health-glyph.tsx'
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx'
import { Quantity } from '../../ui/quantity.tsx'
import type { GraphRow } from './graph-rows.ts'

export const tableTwinFeatures = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })

const helper = createColumnHelper<typeof tableTwinFeatures, GraphRow>()
const protocols = { http: 'HTTP', grpc: 'gRPC', tcp: 'TCP', '': '' } as const

export const numberColumns: ReadonlySet<string> = new Set([
  'rate',
  'share',
  'errors',
  'refused',
  'p50',
  'p95',
  'p99',
  'throughput',
  'mtls',
])

type Compared = string | number | undefined
interface Sortable {
  getValue: (columnId: string) => unknown
}

/** Text by the reader's alphabet, numbers by size; what is missing is put last by the table. */
function compareCells(a: Sortable, b: Sortable, columnId: string): number {
  const [p, q] = [a.getValue(columnId) as Compared, b.getValue(columnId) as Compared]
  return typeof p === 'number' && typeof q === 'number' ? p - q : String(p ?? '').localeCompare(String(q ?? ''))
}

/** The columns of calls or of nodes. */
export function useTableColumns(which: 'calls' | 'nodes') {
  const t = useTranslations('graph')
  const words = useTranslations('words.kind')
  return useMemo(() => {
    const number = (
      id: 'rate' | 'share' | 'errors' | 'refused' | 'p50' | 'p95' | 'p99' | 'throughput' | 'mtls',
      of: (row: GraphRow) => number | undefined,
      cell: (row: GraphRow) => React.ReactNode,
    ) =>
      helper.accessor(of, {
        id,
        header: t(`table.${id}`),
        sortUndefined: 'last',
        sortDescFirst: true,
        sortFn: compareCells,
        cell: ({ row }) => cell(row.original),
      })
    const text = (
      id: 'source' | 'target' | 'name' | 'namespace' | 'kind' | 'protocol',
      of: (row: GraphRow) => string,
    ) =>
      helper.accessor(of, {
        id,
        header: t(`table.${id}`),
        sortFn: compareCells,
        sortDescFirst: false,
        cell: ({ getValue }) => <MiddleEllipsis text={getValue()} />,
      })
    const state = helper.accessor(({ rank }) => rank, {
      id: 'state',
      header: t('table.state'),
      sortFn: compareCells,
      sortDescFirst: false,
      cell: ({ row: { original } }) => <StateCell row={original} word={t(`state.${original.state}`)} />,
    })
    const names =
      which === 'calls'
        ? [
            text('source', ({ name }) => name),
            text('target', ({ target }) => target),
            text('namespace', ({ namespace }) => namespace),
            text('protocol', ({ protocol, isMirrored }) =>
              [protocols[protocol], isMirrored ? t('panel.mirrored') : ''].filter(Boolean).join(' '),
            ),
          ]
        : [
            text('name', ({ name }) => name),
            text('namespace', ({ namespace }) => namespace),
            text('kind', ({ kind }) => (kind === '' ? '' : words(kind))),
          ]
    const tone = ({ state: is, errorRatio }: GraphRow) =>
      (errorRatio ?? 0) === 0
        ? 'plain'
        : is === 'failing' || is === 'victim'
          ? 'failing'
          : is === 'degraded'
            ? 'degraded'
            : 'plain'
    const ratio = (id: 'share' | 'refused' | 'mtls', of: (row: GraphRow) => number | undefined) =>
      number(id, of, (row) => <Quantity {...formatRatio(of(row))} />)
    const bracket = (id: 'p50' | 'p95' | 'p99', of: (row: GraphRow) => [number, number] | undefined) =>
      number(
        id,
        (row) => of(row)?.[1],
        (row) => <Quantity {...formatBracketMs(of(row))} />,
      )
    const rate = number(
      'rate',
      (row) => row.rate,
      (row) => <Quantity {...formatRate(row.rate)} />,
    )
    const errors = number(
      'errors',
      ({ errorRatio }) => errorRatio,
      (row) => <Quantity {...formatRatio(row.errorRatio)} tone={tone(row)} />,
    )
    const refused = ratio('refused', ({ clientErrorRatio }) => clientErrorRatio)
    const p95 = bracket('p95', ({ p95Ms }) => p95Ms)
    const throughput = number(
      'throughput',
      ({ bytesPerSecond }) => bytesPerSecond,
      ({ bytesPerSecond }) => <Quantity {...formatBytesRate(bytesPerSecond)} />,
    )
    if (which === 'nodes') {
      return helper.columns([state, ...names, rate, errors, refused, p95, throughput])
    }
    const share = ratio('share', (row) => row.share)
    const p50 = bracket('p50', ({ p50Ms }) => p50Ms)
    const p99 = bracket('p99', ({ p99Ms }) => p99Ms)
    const mtls = ratio('mtls', ({ mtlsShare }) => mtlsShare)
    return helper.columns([state, ...names, rate, share, errors, refused, p50, p95, p99, throughput, mtls])
  }, [which, t, words])
}

function StateCell({ row, word }: { row: GraphRow; word: string }) {
  const health = row.state === 'victim' ? 'failing' : row.state
  const role = row.state === 'victim' ? 'victim' : row.isOrigin ? 'origin' : undefined
  return (
    <span className="flex items-center gap-1.5">
      <HealthGlyph health={health} {...(role === undefined ? {} : { role })} label="" />
      <span className={row.state === 'healthy' || row.state === 'idle' ? 'text-text-3' : ''}>{word}</span>
    </span>
  )
}

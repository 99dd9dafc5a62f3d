'use client'

import { Maximize2, Minus, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import type { GraphType } from '#lib/domain/graph/scope.ts'
import { Button } from '../ui/button.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import { CheckboxMenu } from '../ui/menu.tsx'
import { SearchBox } from '../ui/search-box.tsx'
import { Select } from '../ui/select.tsx'
import { boxParam, labelsParam } from './graph-params.ts'
import { boxKinds, edgeLabels, type GraphFilters, type GraphView } from './graph-view.ts'
import { StateCounts } from './state-counts.tsx'

export interface GraphToolbarProps {
  type: GraphType
  filters: GraphFilters
  view: GraphView | undefined
  isTable: boolean
  onType: (type: GraphType) => void
  onParams: (patch: Record<string, string | undefined>) => void
  onFit: () => void
  onZoom: (factor: number) => void
}

const types = ['workload', 'service', 'app', 'versioned-app'] as const

/** What is drawn and what stands out: kind of graph, labels, find, and the states as they are counted. */
export function GraphToolbar(props: GraphToolbarProps) {
  const { type, filters, view, isTable, onType, onParams, onFit, onZoom } = props
  const t = useTranslations('graph')
  const chosen = edgeLabels.filter((label) => filters.labels.includes(label))
  return (
    <div className="flex min-h-10 flex-wrap items-center gap-x-2 gap-y-1.5 border-b border-line bg-surface px-3 py-1.5">
      <Select
        label={t('type.label')}
        isLabelHidden
        value={type}
        options={types.map((value) => ({ value, label: t(`type.${value}`) }))}
        onChange={onType}
      />
      {isTable ? null : (
        <>
          <CheckboxMenu
            label={t('labels.label')}
            summary={chosen.length === 0 ? t('labels.none') : chosen.map((label) => t(`labels.${label}`)).join(', ')}
            items={edgeLabels.map((value) => ({
              value,
              label: t(`labels.${value}`),
              checked: filters.labels.includes(value),
            }))}
            onToggle={(value, isOn) =>
              onParams({
                labels: labelsParam(isOn ? [...filters.labels, value] : chosen.filter((label) => label !== value)),
              })
            }
          />
          <Select
            label={t('box.label')}
            value={filters.box}
            options={boxKinds.map((value) => ({ value, label: t(`box.${value}`) }))}
            onChange={(box) => onParams({ box: boxParam(box) })}
          />
        </>
      )}
      <FindBox
        find={filters.find}
        found={view?.found}
        onFind={(find) => onParams({ find: find === '' ? undefined : find })}
      />
      <span className="ml-auto flex flex-wrap items-center justify-end gap-x-2 gap-y-1.5">
        {view === undefined ? null : <StateCounts counts={view.counts} filters={filters} onParams={onParams} />}
        <span className="flex items-center gap-1">
          <Button
            className="px-2.5"
            aria-pressed={isTable}
            onClick={() => onParams({ view: isTable ? undefined : 'table' })}
          >
            {isTable ? t('view.graph') : t('view.table')}
            <KeyCap>t</KeyCap>
          </Button>
          {isTable ? null : (
            <>
              <IconButton
                label={t('view.zoomOut')}
                onClick={() => onZoom(1 / 1.3)}
                icon={<Minus aria-hidden size={14} />}
              />
              <IconButton label={t('view.zoomIn')} onClick={() => onZoom(1.3)} icon={<Plus aria-hidden size={14} />} />
              <IconButton label={t('view.fit')} onClick={onFit} icon={<Maximize2 aria-hidden size={13} />} />
            </>
          )}
        </span>
      </span>
    </div>
  )
}

function IconButton({ label, icon, onClick }: { label: string; icon: React.ReactNode; onClick: () => void }) {
  return (
    <Button aria-label={label} title={label} className="w-7 px-0!" onClick={onClick}>
      {icon}
    </Button>
  )
}

function FindBox({ find, found, onFind }: { find: string; found: number | undefined; onFind: (find: string) => void }) {
  const t = useTranslations('graph.find')
  const [text, setText] = useState(find)
  useEffect(() => setText(find), [find])
  return (
    <span className="flex min-w-40 flex-1 basis-40 items-center gap-2 min-[1200px]:max-w-72">
      <SearchBox
        data-find
        className="w-full"
        title={t('help')}
        label={t('label')}
        value={text}
        onChange={(value) => {
          setText(value)
          onFind(value)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation()
            setText('')
            onFind('')
            event.currentTarget.blur()
          }
        }}
      />
      <span aria-live="polite" className="shrink-0 text-label text-text-3">
        {found === undefined ? '' : t('found', { count: found })}
      </span>
    </span>
  )
}

'use client'

import { Ellipsis } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { GraphType } from '#lib/domain/graph/scope.ts'
import type { GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { ActionMenu, type MenuAction } from '../ui/action-menu.tsx'
import { Button } from '../ui/button.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import { CheckboxMenu } from '../ui/menu.tsx'
import { Select } from '../ui/select.tsx'
import { FindBoxes } from './find/find-boxes.tsx'
import { StateCounts } from './panels/state-counts.tsx'
import { boxParam, labelsParam, shownExtras, toggledExtra } from './view/graph-params.ts'
import { boxKinds, edgeLabels, type GraphFilters } from './view/graph-view.ts'
import type { ShownGraph } from './view/shown-graph.ts'

export interface GraphToolbarProps {
  type: GraphType
  filters: GraphFilters
  snapshot: GraphSnapshot
  shown: ShownGraph
  isTable: boolean
  /** What the last menu offers. */
  actions: readonly MenuAction[]
  onType: (type: GraphType) => void
  onParams: (patch: Record<string, string | undefined>) => void
}

const types = ['workload', 'service', 'app', 'versioned-app'] as const

/** What is drawn and what stands out: kind of graph, labels, boxes, find, and the states as they are counted. */
export function GraphToolbar(props: GraphToolbarProps) {
  const { type, filters, snapshot, shown, isTable, actions, onType, onParams } = props
  const t = useTranslations('graph')
  return (
    <div className="flex min-h-10 flex-wrap items-center gap-x-2 gap-y-1.5 border-b border-line bg-surface px-3 py-1.5">
      <Select
        label={t('type.label')}
        isLabelHidden
        value={type}
        options={types.map((value) => ({ value, label: t(`type.${value}`) }))}
        onChange={onType}
      />
      {isTable ? null : <PicturePickers filters={filters} onParams={onParams} />}
      <ExtrasMenu filters={filters} isTable={isTable} onParams={onParams} />
      <FindBoxes find={filters.find} hide={filters.hide} snapshot={snapshot} found={shown.found} onParams={onParams} />
      <span className="ml-auto flex flex-wrap items-center justify-end gap-x-2 gap-y-1.5">
        <StateCounts counts={shown.counts} filters={filters} onParams={onParams} />
        <span className="flex items-center gap-1">
          <Button
            className="px-2.5"
            aria-pressed={isTable}
            onClick={() => onParams({ view: isTable ? undefined : 'table' })}
          >
            {isTable ? t('view.graph') : t('view.table')}
            <KeyCap>t</KeyCap>
          </Button>
          <ActionMenu label={t('view.more')} icon={<Ellipsis aria-hidden size={14} />} actions={actions} />
        </span>
      </span>
    </div>
  )
}

type PickersProps = Pick<GraphToolbarProps, 'filters' | 'onParams'>

function PicturePickers({ filters, onParams }: PickersProps) {
  const t = useTranslations('graph')
  const chosen = edgeLabels.filter((label) => filters.labels.includes(label))
  return (
    <>
      <CheckboxMenu
        label={t('labels.label')}
        summary={chosen.length === 0 ? t('labels.none') : chosen.map((label) => t(`labels.${label}`)).join(t('comma'))}
        className="max-w-44"
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
        onChange={(box) => onParams({ box: boxParam(box), collapsed: undefined })}
      />
    </>
  )
}

function ExtrasMenu({ filters, isTable, onParams }: PickersProps & { isTable: boolean }) {
  const t = useTranslations('graph.show')
  const graph = useTranslations('graph')
  const extras = shownExtras(filters).filter(({ value }) => !isTable || value !== 'mtls')
  const checked = extras.filter(({ isOn }) => isOn)
  return (
    <CheckboxMenu
      label={t('label')}
      summary={checked.length === 0 ? t('none') : checked.map(({ value }) => t(value)).join(graph('comma'))}
      className="max-w-40"
      items={extras.map(({ value, isOn }) => ({ value, label: t(value), checked: isOn }))}
      onToggle={(value, isOn) => onParams(toggledExtra(value, isOn))}
    />
  )
}

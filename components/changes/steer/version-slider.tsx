'use client'

import { useTranslations } from 'next-intl'
import type { RefObject } from 'react'
import type { ServiceSplit } from '#lib/domain/changes/service-split.ts'
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx'
import { Slider } from '../../ui/slider.tsx'
import { percentText } from '../words/percent-text.ts'
import { PercentField } from './percent-field.tsx'
import type { Percents } from './split-draft.ts'

export interface VersionSliderProps {
  versions: ServiceSplit['versions']
  /** As set now. */
  now: Percents
  percents: Percents
  /** What the versions have together. */
  max: number
  colors: ReadonlyMap<string, string>
  isDisabled: boolean
  firstInput: RefObject<HTMLInputElement | null>
  onChange: (version: string, percent: number) => void
}

/** Two versions share one handle, as they share the requests; more have one each. */
export function VersionSlider(props: VersionSliderProps) {
  const [left, right] = props.versions
  return props.versions.length === 2 && left !== undefined && right !== undefined ? (
    <PairSlider {...props} left={left} right={right} />
  ) : (
    <ManySliders {...props} />
  )
}

type Version = ServiceSplit['versions'][number]

function PairSlider({ left, right, ...props }: VersionSliderProps & { left: Version; right: Version }) {
  const t = useTranslations('changes.steer')
  const { percents, max, colors, isDisabled, firstInput, onChange } = props
  const share = ({ version }: Version) => percents.get(version) ?? 0
  const color = ({ version }: Version) => colors.get(version) ?? 'var(--line-strong)'
  return (
    <div>
      <div className="flex justify-between gap-3">
        <VersionName version={left} color={color(left)} />
        <VersionName version={right} color={color(right)} />
      </div>
      <Slider
        label={t('pair', { left: left.version, right: right.version })}
        value={share(left)}
        max={max}
        valueText={t('pairValue', {
          left: left.version,
          leftShare: percentText(share(left)),
          right: right.version,
          rightShare: percentText(share(right)),
        })}
        colors={[color(left), color(right)]}
        isDisabled={isDisabled}
        inputRef={firstInput}
        onChange={(percent) => onChange(left.version, percent)}
      />
      <div className="flex justify-between gap-3">
        <SetShare {...props} version={left} />
        <SetShare {...props} version={right} />
      </div>
    </div>
  )
}

function ManySliders(props: VersionSliderProps) {
  const t = useTranslations('changes.steer')
  const { versions, percents, max, colors, isDisabled, firstInput, onChange } = props
  return (
    <ul className="grid gap-1">
      {versions.map((version, index) => {
        const color = colors.get(version.version) ?? 'var(--line-strong)'
        const percent = percents.get(version.version) ?? 0
        return (
          <li
            key={version.version}
            className="grid grid-cols-[minmax(0,1fr)_minmax(80px,1.2fr)_auto] items-center gap-2"
          >
            <VersionName version={version} color={color} />
            <Slider
              label={t('one', { version: version.version })}
              value={percent}
              max={max}
              valueText={percentText(percent)}
              colors={[color, 'var(--line)']}
              isDisabled={isDisabled}
              {...(index === 0 && { inputRef: firstInput })}
              onChange={(next) => onChange(version.version, next)}
            />
            <SetShare {...props} version={version} />
          </li>
        )
      })}
    </ul>
  )
}

function VersionName({ version: { version, readyPods }, color }: { version: Version; color: string }) {
  const t = useTranslations('changes.steer')
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <span aria-hidden className="size-2 shrink-0 rounded-[2px]" style={{ background: color }} />
      <MiddleEllipsis className="font-semibold" text={version} />
      <span className={`whitespace-nowrap text-label ${readyPods === 0 ? 'text-degraded' : 'text-text-3'}`}>
        {readyPods === 0 ? '▲ ' : ''}
        {t('pods', { count: readyPods })}
      </span>
    </span>
  )
}

/** The share typed, and the one set where it differs. */
function SetShare({
  version: { version },
  now,
  percents,
  max,
  isDisabled,
  onChange,
}: VersionSliderProps & { version: Version }) {
  const t = useTranslations('changes.steer')
  const percent = percents.get(version) ?? 0
  const set = now.get(version) ?? 0
  return (
    <span className="flex items-center gap-2">
      <PercentField
        label={t('shareOf', { version })}
        percent={percent}
        max={max}
        isDisabled={isDisabled}
        onChange={(next) => onChange(version, next)}
      />
      {percent === set ? null : (
        <span className="text-label whitespace-nowrap text-text-3">{t('was', { share: percentText(set) })}</span>
      )}
    </span>
  )
}

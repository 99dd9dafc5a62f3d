'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ServiceSplit, SplittableRoute } from '#lib/domain/changes/service-split.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import type { Proposal } from '../preview/use-preview.ts'
import { useRouteText } from '../words/route-text.ts'
import { type ConditionDraft, conditionKinds, firstCondition, testerMatch } from './tester-draft.ts'
import { fieldStyles, VersionChoice } from './version-choice.tsx'

export interface IntentFormProps {
  split: ServiceSplit
  /** The route it is made in. */
  route: SplittableRoute
  isDisabled: boolean
  onPropose: (proposal: Proposal) => void
  onClose: () => void
}

/** Requests with a header or cookie go to one version, whatever the weights say. */
export function TesterForm({ split, route, isDisabled, onPropose, onClose }: IntentFormProps) {
  const t = useTranslations('changes.tester')
  const goal = useTranslations('changes.goal')
  const routeText = useRouteText()
  const [version, setVersion] = useState(split.versions.at(-1)?.version ?? '')
  const [conditions, setConditions] = useState<readonly ConditionDraft[]>([firstCondition])
  const match = testerMatch(conditions)
  const { cluster, namespace, service } = split
  const change = (next: ConditionDraft) =>
    setConditions((before) => before.map((one) => (one.id === next.id ? next : one)))
  return (
    <form
      aria-label={t('title')}
      className="grid gap-2 rounded-sm bg-sunken p-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (match !== undefined) {
          onPropose({
            intent: { kind: 'add-tester-route', cluster, namespace, service, route: route.key, version, match },
            goal: goal('add-tester-route', { version }),
          })
        }
      }}
    >
      <p className="text-label text-text-3">{t('text', { route: routeText(route) })}</p>
      {conditions.map((condition) => (
        <ConditionLine
          key={condition.id}
          condition={condition}
          onChange={change}
          {...(conditions.length > 1 && {
            onRemove: () => setConditions((before) => before.filter(({ id }) => id !== condition.id)),
          })}
        />
      ))}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          variant="quiet"
          onClick={() =>
            setConditions((before) => [
              ...before,
              { ...firstCondition, id: Math.max(...before.map(({ id }) => id)) + 1 },
            ])
          }
        >
          {t('and')}
        </Button>
        <VersionChoice versions={split.versions} value={version} onChange={setVersion} />
        <span className="ml-auto flex gap-2">
          <Button onClick={onClose}>{t('close')}</Button>
          <Button type="submit" variant="primary" disabled={isDisabled || match === undefined}>
            {t('preview')}
          </Button>
        </span>
      </div>
    </form>
  )
}

interface ConditionLineProps {
  condition: ConditionDraft
  onChange: (next: ConditionDraft) => void
  onRemove?: () => void
}

function ConditionLine({ condition, onChange, onRemove }: ConditionLineProps) {
  const t = useTranslations('changes.tester')
  const { kind, name, value } = condition
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <input
        aria-label={t(kind === 'cookie' ? 'cookieName' : 'headerName')}
        placeholder={t(kind === 'cookie' ? 'cookieName' : 'headerName')}
        value={name}
        maxLength={256}
        spellCheck={false}
        onChange={(event) => onChange({ ...condition, name: event.target.value })}
        className={`${fieldStyles} w-36 flex-1`}
      />
      <Select
        label={t('condition')}
        isLabelHidden
        value={kind}
        options={conditionKinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
        onChange={(next) => onChange({ ...condition, kind: next })}
      />
      {kind === 'present' ? null : (
        <input
          aria-label={t('value')}
          placeholder={t('value')}
          value={value}
          maxLength={1000}
          spellCheck={false}
          onChange={(event) => onChange({ ...condition, value: event.target.value })}
          className={`${fieldStyles} w-28 flex-1`}
        />
      )}
      {onRemove === undefined ? null : (
        <Button variant="quiet" className="w-7 px-0!" aria-label={t('remove')} title={t('remove')} onClick={onRemove}>
          <X aria-hidden size={14} />
        </Button>
      )}
    </div>
  )
}

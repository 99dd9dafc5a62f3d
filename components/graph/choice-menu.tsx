'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { serviceHref, steeringHref, workloadHref } from '#lib/client/hrefs.ts'
import type { Scope } from '#lib/domain/graph/scope.ts'
import type { GraphNode, GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import { type MenuAction, MenuAt } from '../ui/action-menu.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import type { Pins, Point } from './layout/graph-layout.ts'
import type { GraphCommands } from './use-graph-commands.ts'
import { boxOfId, endsOf, type GraphFilters, nameOf } from './view/graph-view.ts'
import { serviceOfNode, steeredService, workloadOfNode } from './view/service-of-node.ts'

export interface ChoiceMenuProps {
  /** A node, a call or a box. */
  id: string
  at: Point
  scope: Scope
  snapshot: GraphSnapshot
  filters: GraphFilters
  commands: GraphCommands
  pins: Pins
  /** Absent where there is no picture to pin in. */
  onPin?: ((id: string) => void) | undefined
  onUnpin: (id: string) => void
  onCopied: () => void
  onClose: () => void
}

/** What can be done with what somebody points at, by right click or by key. */
export function ChoiceMenu(props: ChoiceMenuProps) {
  const { id, at, scope, snapshot, filters, commands, pins, onPin, onUnpin, onCopied, onClose } = props
  const t = useTranslations('graph.menu')
  const router = useRouter()
  const node = snapshot.nodes.find((candidate) => candidate.id === id)
  const page = node === undefined ? undefined : pageOf(scope, node)
  const steered = node === undefined ? undefined : steeredService(node)
  const box = commands.boxIdOf(id)
  const boxName = box === undefined ? undefined : boxOfId(box)
  const isBox = boxOfId(id) !== undefined
  const action = (key: MenuAction['key'], label: string, onChoose: () => void, cap?: string): MenuAction => ({
    key,
    label,
    ...(cap !== undefined && { keyCap: <KeyCap>{cap}</KeyCap> }),
    onChoose,
  })
  const actions: MenuAction[] = [
    ...(page === undefined ? [] : [action('open', t('open'), () => router.push(page))]),
    ...(steered === undefined ? [] : [action('shift', t('shift'), () => router.push(steeringHref(scope, steered)))]),
    action('details', t('details'), () => commands.select(id)),
    ...(node === undefined && !isBox
      ? []
      : [action('focus', t(filters.focus === id ? 'unfocus' : 'focus'), () => commands.focus(id), 'f')]),
    action('hide', t('hide'), () => commands.hide(id), 'h'),
    ...(onPin === undefined || node === undefined
      ? []
      : pins[id] === undefined
        ? [action('pin', t('pin'), () => onPin(id), 'p')]
        : [action('unpin', t('unpin'), () => onUnpin(id), 'p')]),
    ...(box === undefined || boxName === undefined
      ? []
      : [
          action(
            'collapse',
            t(filters.collapsed.includes(box) ? 'expand' : 'collapse', { box: boxName }),
            () => commands.collapse(box),
            'c',
          ),
        ]),
    action('copy', t('copy'), () => void copyLink(id).then(onCopied)),
  ]
  return <MenuAt label={t('label', { name: titleOf(id, snapshot) })} at={at} actions={actions} onClose={onClose} />
}

function pageOf(scope: Scope, node: GraphNode) {
  const workload = workloadOfNode(node)
  const service = serviceOfNode(node)
  return workload !== undefined
    ? workloadHref(scope, workload)
    : service !== undefined
      ? serviceHref(scope, service)
      : undefined
}

function titleOf(id: string, { nodes, edges }: GraphSnapshot): string {
  const node = nodes.find((candidate) => candidate.id === id)
  const edge = edges.find((candidate) => candidate.id === id)
  const { source, target } = edge === undefined ? {} : endsOf(nodes, edge)
  if (source !== undefined && target !== undefined) {
    return `${nameOf(source)} → ${nameOf(target)}`
  }
  return node === undefined ? (boxOfId(id) ?? '') : nameOf(node)
}

function copyLink(id: string): Promise<void> {
  const address = new URL(window.location.href)
  address.searchParams.set('sel', id)
  return navigator.clipboard.writeText(address.href)
}

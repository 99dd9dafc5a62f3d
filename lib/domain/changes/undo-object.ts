import type { KubernetesObject } from '../mesh/kubernetes-object.ts'
import { isSame } from './canonical-text.ts'
import type { DraftObject } from './change-draft.ts'
import { type ChangeFinding, changeFinding } from './change-finding.ts'
import { defaultRouteName } from './change-names.ts'
import type { RecordedWrite } from './change-record.ts'
import { undoRoutes } from './undo-routes.ts'
import { withSubsetList } from './unused-subsets.ts'
import { httpRoutesOf, specOf, textOf, type Written, withHttpRoutes, without, writtenList } from './written-object.ts'

export interface UndoneObject {
  draft?: DraftObject
  findings: ChangeFinding[]
}

/**
 * What a recorded write of a VirtualService leaves when it is taken back from the object as it is now. One that the
 * change created falls back to the default route, which is as good as none; one it removed comes back where nobody has
 * made another.
 */
export function undoVirtualService(
  { before, after }: RecordedWrite,
  now: KubernetesObject | undefined,
  host: string,
): UndoneObject {
  if (after === undefined) {
    return restored(before, now)
  }
  if (now === undefined) {
    return { findings: [] }
  }
  const old = before === undefined ? defaultRoutes(host) : httpRoutesOf(before)
  const { http, findings } = undoRoutes(old, httpRoutesOf(after), httpRoutesOf(now))
  return { draft: { before: now, after: withHttpRoutes(now, http) }, findings }
}

function defaultRoutes(host: string): Written[] {
  return [{ name: defaultRouteName, route: [{ destination: { host } }] }]
}

function restored(before: KubernetesObject | undefined, now: KubernetesObject | undefined): UndoneObject {
  if (before === undefined) {
    return { findings: [] }
  }
  const name = `${before.metadata.namespace}/${before.metadata.name}`
  if (now !== undefined) {
    return isSame(specOf(now), specOf(before))
      ? { findings: [] }
      : { findings: [changeFinding('edited-since', 'block', { route: name, field: 'spec' })] }
  }
  return { draft: { after: asNew(before) }, findings: [] }
}

/** An object as it can be created again: what the API server gives stays out. */
function asNew({ apiVersion, kind, metadata, status: _, ...rest }: KubernetesObject): KubernetesObject {
  const { name, namespace, labels, annotations } = metadata
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      ...(labels && { labels }),
      ...(annotations && { annotations }),
    },
    ...rest,
  }
}

/**
 * What a recorded write of a DestinationRule leaves when it is taken back: the subsets it added go where no route uses
 * them, those it took away come back. A rule it created goes with its last subset, unless somebody has written more
 * into it; one that carries a copied policy stays whole while any subset is used.
 */
export function undoDestinationRule(
  { before, after }: RecordedWrite,
  now: KubernetesObject | undefined,
  used: ReadonlySet<string>,
): UndoneObject {
  const [old, ours] = [subsetsOf(before), subsetsOf(after)]
  const added = ours.filter(({ name }) => !old.some((other) => other.name === name))
  const lost = old.filter(({ name }) => !ours.some((other) => other.name === name))
  if (now === undefined) {
    return lost.length === 0 ? { findings: [] } : restored(before, now)
  }
  const present = subsetsOf(now)
  const inUse = added.filter(({ name }) => used.has(textOf(name) ?? '') && present.some((one) => one.name === name))
  const keepsPolicy = before === undefined && inUse.length > 0 && specOf(after).trafficPolicy !== undefined
  const going = keepsPolicy ? [] : added.filter((one) => !inUse.includes(one))
  const kept = present.filter((subset) => !going.some((one) => isSame(one, subset)))
  const back = lost.filter(({ name }) => !present.some((one) => one.name === name))
  const isEmpty = kept.length === 0 && back.length === 0 && before === undefined
  const isOnlyOurs = isSame(without(specOf(now), 'subsets'), without(specOf(after), 'subsets'))
  const findings =
    inUse.length === 0 ? [] : [changeFinding('kept-in-use', 'info', { names: inUse.map(({ name }) => String(name)) })]
  return {
    draft: {
      before: now,
      after: isEmpty && isOnlyOurs ? undefined : withKept(now, present, [...kept, ...back]),
    },
    findings,
  }
}

function withKept(now: KubernetesObject, present: readonly Written[], kept: readonly Written[]): KubernetesObject {
  return isSame(present, kept) ? now : withSubsetList(now, kept)
}

function subsetsOf(object: KubernetesObject | undefined): Written[] {
  return writtenList(specOf(object).subsets)
}

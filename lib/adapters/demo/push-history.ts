import { isDeepStrictEqual } from 'node:util'
import type { MeshObject } from '../../domain/mesh/inventory.ts'
import { isVisible } from '../../domain/routing/visibility.ts'
import type { UnixSeconds } from '../../domain/time.ts'
import type { ConfigChange } from './config-history.ts'
import { epoch } from './demand.ts'
import { hashText, hashUnit } from './unit-process.ts'

/** What istiod waits for further changes before it pushes, and how long at most. */
const debounceSeconds = { quiet: 0.1, most: 10 }
/** After a push is sent: until traffic obeys, and until a proxy has acknowledged (both measured). */
const inForceSeconds = { least: 0.01, most: 0.04 }
const acknowledgedSeconds = { least: 0.043, most: 0.079 }

/** Kinds whose changes leave clusters or routes as they are. */
const withoutClustersOrRoutes = new Set(['AuthorizationPolicy', 'RequestAuthentication', 'Telemetry', 'WasmPlugin'])

/** What istiod sends its proxies at once. */
interface Push {
  firstChangeAt: UnixSeconds
  sentAt: UnixSeconds
  inForceFrom: UnixSeconds
  objects: MeshObject[]
  /** Whether proxies of a namespace are sent clusters and routes. */
  reaches(namespace: string): boolean
}

/** When a proxy was last sent configuration of a kind, and whether it has said that it took it. */
export interface SyncState {
  sentAt: UnixSeconds
  /** Absent: not yet. */
  acknowledgedAt?: UnixSeconds
}

/** What istiod made of the changes of its configuration. */
export interface PushHistory {
  /** Whether the change is pushed at all. */
  note(change: ConfigChange): boolean
  /** The objects by which traffic goes. */
  inForceAt(second: UnixSeconds): MeshObject[]
  /** The moments from `second` on at which other objects come into force. */
  momentsFrom(second: UnixSeconds): UnixSeconds[]
  /** How a proxy stood at a moment; clusters and routes are pushed together. */
  syncAt(proxy: { name: string; namespace: string }, second: UnixSeconds): SyncState
}

/** The delays of a push are fixed by the seed. */
export function pushHistory(initial: MeshObject[], seed: number): PushHistory {
  const start = epoch - 60
  const pushes: Push[] = [
    {
      firstChangeAt: start,
      sentAt: start,
      inForceFrom: Number.NEGATIVE_INFINITY,
      objects: initial,
      reaches: () => true,
    },
  ]
  return {
    note(change) {
      if (!isPushed(change)) {
        return false
      }
      const { second, objects } = change
      const last = pushes.at(-1)
      const pending = pushes.length > 1 && last !== undefined && second < last.sentAt ? pushes.pop() : undefined
      const firstChangeAt = pending?.firstChangeAt ?? second
      const sentAt = Math.min(second + debounceSeconds.quiet, firstChangeAt + debounceSeconds.most)
      const wait = hashUnit(hashText(`push ${pushes.length}`, seed), 1)
      pushes.push({
        firstChangeAt,
        sentAt,
        inForceFrom: sentAt + within(inForceSeconds, wait),
        objects,
        reaches: (namespace) => isFor(change, namespace) || (pending?.reaches(namespace) ?? false),
      })
      return true
    },
    inForceAt: (second) => pushes.findLast(({ inForceFrom }) => inForceFrom <= second)?.objects ?? initial,
    momentsFrom: (second) => pushes.map(({ inForceFrom }) => inForceFrom).filter((moment) => moment >= second),
    syncAt({ name, namespace }, second) {
      const index = pushes.findLastIndex(({ sentAt, reaches }) => sentAt <= second && reaches(namespace))
      const sentAt = pushes[index]?.sentAt ?? start
      const acknowledgedAt = sentAt + within(acknowledgedSeconds, hashUnit(hashText(name, seed), index))
      return { sentAt, ...(acknowledgedAt <= second && { acknowledgedAt }) }
    },
  }
}

function within({ least, most }: { least: number; most: number }, share: number): number {
  return least + (most - least) * share
}

/** Annotations and labels alone push nothing, unless a key on the object speaks of Istio (measured). */
function isPushed({ before, after }: ConfigChange): boolean {
  const object = after ?? before
  if (object === undefined || !/(^|\.)istio\.io\//.test(object.apiVersion)) {
    return false
  }
  const keys = [before, after].flatMap((one) => Object.keys({ ...one?.labels, ...one?.annotations }))
  return !isDeepStrictEqual(before?.spec, after?.spec) || keys.some((key) => key.includes('istio.io'))
}

function isFor({ before, after }: ConfigChange, namespace: string): boolean {
  return [before, after].some(
    (object) =>
      object !== undefined &&
      !withoutClustersOrRoutes.has(object.kind) &&
      isVisible({ namespace: object.namespace, exportTo: exportsOf(object) }, namespace),
  )
}

function exportsOf({ spec: { exportTo } }: MeshObject): string[] {
  return Array.isArray(exportTo) ? exportTo.filter((name) => typeof name === 'string') : []
}

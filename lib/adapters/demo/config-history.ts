import { AppError } from '../../domain/errors.ts'
import type { MeshObject } from '../../domain/mesh/inventory.ts'
import type { UnixSeconds } from '../../domain/time.ts'
import { demoClusterName } from './blueprint.ts'
import { admittedBy } from './demo-admission.ts'
import { type Remainder, type StoredObject, storedAfter } from './stored-object.ts'

interface ObjectKey {
  kind: string
  namespace: string
  name: string
}

/** Who changes an object, and what of it a `MeshObject` cannot say; absent: as it was. */
interface Writer {
  manager: string
  remainder?: Remainder
}

/** What was stored, or with no `after` removed. */
export interface ConfigChange {
  second: UnixSeconds
  before?: MeshObject
  after?: MeshObject
  /** All there are from then on. */
  objects: MeshObject[]
}

/** Every state the objects of the demo's API server were ever in. */
export interface ConfigHistory {
  at(second: UnixSeconds): MeshObject[]
  list(kind: string, second: UnixSeconds): StoredObject[]
  find(key: ObjectKey, second: UnixSeconds): StoredObject | undefined
  /** What `apply` would store; a new object has no version then. */
  preview(object: MeshObject, second: UnixSeconds, writer?: Writer): StoredObject
  /**
   * Stores an object from `second` on and returns it as stored: under a new version unless nothing changes. Rejects what
   * Istio refuses, and seconds before the last change.
   */
  apply(object: MeshObject, second: UnixSeconds, writer?: Writer): MeshObject
  remove(key: ObjectKey, second: UnixSeconds): void
}

interface State {
  from: UnixSeconds
  stored: StoredObject[]
  objects: MeshObject[]
}

const somebody: Writer = { manager: 'kubectl-edit' }

export function configHistory(initial: MeshObject[], onChange: (change: ConfigChange) => void): ConfigHistory {
  const first = initial.map((object) => asFound(object))
  const states: State[] = [{ from: Number.NEGATIVE_INFINITY, stored: first, objects: initial }]
  let version = 1
  const at = (second: UnixSeconds) => states.findLast(({ from }) => from <= second) ?? states[0]
  const latest = () => states.at(-1)?.stored ?? []
  const preview = (object: MeshObject, second: UnixSeconds, writer: Writer, resourceVersion?: string) => {
    admittedBy(object)
    const before = latest().find(isSame(object))
    const known = resourceVersion ?? before?.object.resourceVersion ?? ''
    return storedAfter(before, object, { ...writer, second, resourceVersion: known })
  }
  const refusePast = (second: UnixSeconds) => {
    const lastChange = states.at(-1)?.from ?? second
    if (second < lastChange) {
      throw new AppError('conflict', { second, lastChange })
    }
  }
  const append = (stored: StoredObject[], second: UnixSeconds, change: Pick<ConfigChange, 'before' | 'after'>) => {
    const objects = stored.map(({ object }) => object)
    states.push({ from: second, stored, objects })
    onChange({ ...change, second, objects })
  }
  return {
    at: (second) => at(second)?.objects ?? initial,
    list: (kind, second) => at(second)?.stored.filter(({ object }) => object.kind === kind) ?? [],
    find: (key, second) => at(second)?.stored.find(isSame(key)),
    preview: (object, second, writer = somebody) => preview(object, second, writer),
    apply(object, second, writer = somebody) {
      refusePast(second)
      const next = preview(object, second, writer, String(version + 1))
      if (!latest().includes(next)) {
        const before = latest().find(isSame(object))
        version++
        append([...latest().filter((other) => !isSame(object)(other)), next], second, {
          ...(before !== undefined && { before: before.object }),
          after: next.object,
        })
      }
      return next.object
    },
    remove(key, second) {
      refusePast(second)
      const before = latest().find(isSame(key))
      if (before === undefined) {
        const { kind, namespace, name } = key
        throw new AppError('not-found', { cluster: demoClusterName, kind, namespace, name, reason: 'absent' })
      }
      version++
      const left = latest().filter((other) => !isSame(key)(other))
      append(left, second, { before: before.object })
    },
  }
}

/** An object of the blueprint, as if its own people had applied it when it was made; keeps its identity. */
function asFound(object: MeshObject): StoredObject {
  const { createdAt, resourceVersion } = object
  const second = Date.parse(createdAt) / 1000
  return {
    ...storedAfter(undefined, object, { second, resourceVersion, manager: 'kubectl-client-side-apply' }),
    object,
  }
}

function isSame(key: ObjectKey): (stored: StoredObject) => boolean {
  return ({ object: { kind, namespace, name } }) =>
    kind === key.kind && namespace === key.namespace && name === key.name
}

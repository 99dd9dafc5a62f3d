import type { ObjectKey } from './object-key.ts'

/** The last known objects of one resource. `revision` is another after every change, so that what was derived can be kept. */
export interface ObjectView<T extends ObjectKey> {
  readonly revision: number
  values(): Iterable<T>
}

export interface ObjectStore<T extends ObjectKey> extends ObjectView<T> {
  readonly size: number
  replace(items: Iterable<T>): void
  put(item: T): void
  remove(key: ObjectKey): void
}

const keyOf = (key: ObjectKey) => `${key.namespace}\u0000${key.name}`

export function objectStore<T extends ObjectKey>(): ObjectStore<T> {
  let items = new Map<string, T>()
  let revision = 0
  return {
    get revision() {
      return revision
    },
    get size() {
      return items.size
    },
    values: () => items.values(),
    replace(next) {
      const fresh = new Map<string, T>()
      for (const item of next) {
        fresh.set(keyOf(item), item)
      }
      items = fresh
      revision += 1
    },
    put(item) {
      items.set(keyOf(item), item)
      revision += 1
    },
    remove(key) {
      if (items.delete(keyOf(key))) {
        revision += 1
      }
    },
  }
}

import type { ObjectKey } from './object-key.ts'
import type { ObjectView } from './object-store.ts'
import type { SourceState } from './source-health.ts'
import type { Source, SourceRunner } from './source-runner.ts'

/** A resource as far as the account may see it: everywhere, or where that is forbidden in single namespaces. */
export interface ScopedSource<T extends ObjectKey> {
  readonly store: ObjectView<T>
  states(): SourceState[]
  /** Resolves once all that is asked has answered for the first time. */
  readonly settled: Promise<void>
}

interface Scoped<T extends ObjectKey> {
  resource: string
  path: string
  trim: (object: unknown) => T | undefined
  /** Where to look when looking everywhere is forbidden. */
  namespaces: string[]
  signal: AbortSignal
}

/** Reads a resource at once, or while that is refused by namespace. */
export function scopedSource<T extends ObjectKey>(runner: SourceRunner, scoped: Scoped<T>): ScopedSource<T> {
  const { resource, path, trim, namespaces, signal } = scoped
  return wideOrNarrow(runner.run(resource, path, trim, signal), () =>
    namespaces.map((name) => runner.run(`${name}/${resource}`, within(path, name), trim, signal)),
  )
}

/** `wide` while it is well; `narrow`, begun once it is refused, while it is not. */
export function wideOrNarrow<T extends ObjectKey>(wide: Source<T>, narrow: () => Source<T>[]): ScopedSource<T> {
  let parts: Source<T>[] = []
  wide.health.refused.then(() => {
    parts = narrow()
  })
  const settled = wide.health.settled.then(async () => {
    await Promise.all(parts.map((part) => part.health.settled))
  })
  const chosen = () => (parts.length > 0 && wide.health.state().state !== 'ok' ? parts : [wide])
  return {
    settled,
    states: () => chosen().map((part) => part.health.state()),
    store: {
      get revision() {
        const [first, ...others] = chosen()
        // Below zero for the parts, so that no change of place looks like none.
        return first === wide
          ? wide.store.revision
          : -1 - [first, ...others].reduce((sum, part) => sum + (part?.store.revision ?? 0), 0)
      },
      *values() {
        for (const part of chosen()) {
          yield* part.store.values()
        }
      },
    },
  }
}

/** `/api/v1/pods` → `/api/v1/namespaces/shop/pods`. */
function within(path: string, namespace: string): string {
  const end = path.lastIndexOf('/')
  return `${path.slice(0, end)}/namespaces/${namespace}${path.slice(end)}`
}

import type { ServedKind } from './discover.ts'
import { type ScopedSource, scopedSource } from './scoped-source.ts'
import type { SourceRunner } from './source-runner.ts'
import { type ObjectRecord, trimMeshObject } from './to-mesh-object.ts'

interface KindWatch extends ScopedSource<ObjectRecord> {
  stop(): void
}

/** Watches of the kinds a cluster serves, which come and go as CRDs do. */
export interface KindWatches {
  adopt(served: ServedKind[]): void
  sources(): ScopedSource<ObjectRecord>[]
}

export function kindWatches(runner: SourceRunner, namespaces: string[]): KindWatches {
  const watches = new Map<string, KindWatch>()

  function start({ group, version, kind, plural }: ServedKind): KindWatch {
    const own = new AbortController()
    const onStop = () => own.abort(runner.signal.reason)
    runner.signal.addEventListener('abort', onStop, { once: true })
    const path = `/apis/${group}/${encodeURIComponent(version)}/${plural}`
    const trim = trimMeshObject(`${group}/${version}`, kind)
    return {
      ...scopedSource(runner, { resource: `${plural}.${group}`, path, trim, namespaces, signal: own.signal }),
      stop() {
        runner.signal.removeEventListener('abort', onStop)
        own.abort()
      },
    }
  }

  return {
    adopt(served) {
      const wanted = new Map(served.map((one) => [`${one.plural}.${one.group}/${one.version}`, one]))
      for (const [key, watch] of watches) {
        if (!wanted.has(key)) {
          watch.stop()
          watches.delete(key)
        }
      }
      for (const [key, one] of wanted) {
        if (!watches.has(key)) {
          watches.set(key, start(one))
        }
      }
    },
    sources: () => [...watches.values()],
  }
}

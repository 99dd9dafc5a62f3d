import type { ApiClient } from './api-client.ts'
import { followDiscovery } from './follow-discovery.ts'
import { type NamespaceRecord, trimNamespace } from './namespace-record.ts'
import { objectStore } from './object-store.ts'
import { type ScopedSource, wideOrNarrow } from './scoped-source.ts'
import type { ContextOptions, Source, SourceRunner } from './source-runner.ts'

const path = '/api/v1/namespaces'

/** All namespaces, or where listing them is forbidden those that are named, each read about once a minute. */
export function scopedNamespaces(
  api: ApiClient,
  runner: SourceRunner,
  options: ContextOptions,
): ScopedSource<NamespaceRecord> {
  function single(name: string): Source<NamespaceRecord> {
    const source = { store: objectStore<NamespaceRecord>(), health: runner.healthOf(`${name}/namespaces`) }
    const { clock, random } = options
    async function read(): Promise<void> {
      const found = trimNamespace(await api.getJson(`${path}/${name}`, {}, runner.signal))
      source.store.replace(found === undefined ? [] : [found])
    }
    runner.track(followDiscovery(read, { clock, random, health: source.health }, runner.signal))
    return source
  }

  return wideOrNarrow(runner.run('namespaces', path, trimNamespace), () => options.namespaces.map(single))
}

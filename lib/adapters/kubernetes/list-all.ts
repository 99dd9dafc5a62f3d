import type { ApiClient } from './api-client.ts'
import { ApiFailure } from './api-failure.ts'
import { record, text } from './read-json.ts'

const pageSize = 500
const mostPages = 2000
const mostRestarts = 2

/**
 * Every object of a resource in pages. When the snapshot behind the pages is compacted away, paging starts again; the
 * last try asks for everything at once, as that cannot expire midway.
 */
export async function listAll<T>(
  api: ApiClient,
  path: string,
  trim: (object: unknown) => T | undefined,
  signal: AbortSignal,
): Promise<{ items: T[]; resourceVersion: string }> {
  for (let restarts = 0; ; restarts += 1) {
    try {
      return await readPages(api, path, restarts < mostRestarts ? pageSize : undefined, trim, signal)
    } catch (error) {
      if (!(error instanceof ApiFailure && error.code === 'gone') || restarts >= mostRestarts) {
        throw error
      }
    }
  }
}

async function readPages<T>(
  api: ApiClient,
  path: string,
  limit: number | undefined,
  trim: (object: unknown) => T | undefined,
  signal: AbortSignal,
): Promise<{ items: T[]; resourceVersion: string }> {
  const items: T[] = []
  let token: string | undefined
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = record(await api.getJson(path, { limit, continue: token }, signal))
    const metadata = record(page.metadata)
    const resourceVersion = text(metadata.resourceVersion)
    if (resourceVersion === undefined || !(Array.isArray(page.items) || page.items === null)) {
      throw new ApiFailure('unavailable', 'not-a-list')
    }
    for (const object of page.items ?? []) {
      const item = trim(object)
      if (item !== undefined) {
        items.push(item)
      }
    }
    const next = text(metadata.continue)
    if (next === undefined) {
      return { items, resourceVersion }
    }
    if (next === token) {
      break
    }
    token = next
  }
  throw new ApiFailure('unavailable', 'endless-list')
}

import type { ApiClient } from './api-client.ts'
import { ApiFailure } from './api-failure.ts'
import { list, record, text } from './read-json.ts'

/** How the API server addresses objects of a kind. */
export interface ServedResource {
  group: string
  plural: string
  isNamespaced: boolean
}

/** Knows which kinds an API server serves: asks once for each version of a group and remembers what there was. */
export interface ServedResources {
  find(apiVersion: string, kind: string, signal: AbortSignal): Promise<ServedResource | undefined>
  /** For a resource that turned out to be served no more. */
  forget(apiVersion: string): void
}

export function servedResources(api: ApiClient): ServedResources {
  const known = new Map<string, Map<string, ServedResource>>()
  return {
    async find(apiVersion, kind, signal) {
      const remembered = known.get(apiVersion)?.get(kind)
      if (remembered !== undefined) {
        return remembered
      }
      const asked = await ask(api, apiVersion, signal)
      known.set(apiVersion, asked)
      return asked.get(kind)
    },
    forget(apiVersion) {
      known.delete(apiVersion)
    },
  }
}

/** The path under which the API server serves a version of a group; that of the core group has no slash. */
export function versionPath(apiVersion: string): string {
  return `/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}`
}

async function ask(api: ApiClient, apiVersion: string, signal: AbortSignal): Promise<Map<string, ServedResource>> {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : ''
  try {
    const answer = record(await api.getJson(versionPath(apiVersion), {}, signal))
    return new Map(
      list(answer.resources).flatMap((item): [string, ServedResource][] => {
        const { name, kind, namespaced } = record(item)
        const plural = text(name)
        // A name with a slash is a part of another resource, like pods/log.
        return plural === undefined || plural.includes('/')
          ? []
          : [[text(kind) ?? '', { group, plural, isNamespaced: namespaced === true }]]
      }),
    )
  } catch (error) {
    if (error instanceof ApiFailure && error.code === 'absent') {
      return new Map()
    }
    throw error
  }
}

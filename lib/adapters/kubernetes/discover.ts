import { type MeshKind, meshKinds } from '../../domain/mesh/mesh-kinds.ts'
import type { ApiClient } from './api-client.ts'
import { ApiFailure } from './api-failure.ts'
import { list, record, text } from './read-json.ts'

/** A kind in the version to read it in. */
export interface ServedKind extends MeshKind {
  version: string
}

interface ServedVersion {
  group: string
  version: string
  isPreferred: boolean
  plurals: Set<string>
}

/** Asks the API server which of the mesh's kinds it serves, one call for the groups and one for each of their versions. */
export async function discover(api: ApiClient, signal: AbortSignal): Promise<ServedKind[]> {
  const wanted = new Set(meshKinds.map((kind) => kind.group))
  const answer = record(await api.getJson('/apis', {}, signal))
  if (!Array.isArray(answer.groups)) {
    throw new ApiFailure('unavailable', 'not-a-list')
  }
  const versions: ServedVersion[] = []
  for (const group of answer.groups.map(record)) {
    const name = text(group.name)
    if (name === undefined || !wanted.has(name)) {
      continue
    }
    const preferred = text(record(group.preferredVersion).version)
    for (const entry of list(group.versions)) {
      const version = text(record(entry).version)
      if (version !== undefined) {
        const plurals = await pluralsOf(api, name, version, signal)
        versions.push({ group: name, version, isPreferred: version === preferred, plurals })
      }
    }
  }
  return chooseVersions(versions)
}

async function pluralsOf(api: ApiClient, group: string, version: string, signal: AbortSignal): Promise<Set<string>> {
  const path = `/apis/${encodeURIComponent(group)}/${encodeURIComponent(version)}`
  try {
    const answer = record(await api.getJson(path, {}, signal))
    return new Set(list(answer.resources).flatMap((resource) => text(record(resource).name) ?? []))
  } catch (error) {
    if (error instanceof ApiFailure && error.code === 'absent') {
      return new Set()
    }
    throw error
  }
}

/** `v1` where the kind is served in it, else the group's preferred version, else the newest by Kubernetes' order. */
export function chooseVersions(versions: ServedVersion[]): ServedKind[] {
  return meshKinds.flatMap((kind) => {
    const serving = versions
      .filter((one) => one.group === kind.group && one.plurals.has(kind.plural))
      .sort((a, b) => rank(b) - rank(a) || compareVersions(b.version, a.version))
    return serving[0] === undefined ? [] : [{ ...kind, version: serving[0].version }]
  })
}

const rank = (one: ServedVersion) => (one.version === 'v1' ? 2 : one.isPreferred ? 1 : 0)

const stages = ['alpha', 'beta', '']

function compareVersions(a: string, b: string): number {
  const [left, right] = [versionParts(a), versionParts(b)]
  return left.stage - right.stage || left.major - right.major || left.minor - right.minor
}

function versionParts(version: string): { stage: number; major: number; minor: number } {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version)
  return match === null
    ? { stage: -1, major: 0, minor: 0 }
    : { stage: stages.indexOf(match[2] ?? ''), major: Number(match[1]), minor: Number(match[3] ?? 0) }
}

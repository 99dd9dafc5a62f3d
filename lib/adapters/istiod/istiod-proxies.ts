import { AppError } from '../../domain/errors.ts'
import { type Acknowledgement, nobodyAsked, toAcknowledgement } from '../../domain/follow-up/acknowledgement.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ControlPlanes } from '../../ports/control-planes.ts'
import type { AcknowledgementQuery, Proxies } from '../../ports/proxies.ts'
import { readSyncStatus, type SyncStatus, syncOf } from './sync-status.ts'

const path = '/debug/syncz'
const versionFreshSeconds = 60

/** What istiod's own list of its proxies tells, every replica asked: each proxy hangs on one of them. */
export function istiodProxies(planes: ControlPlanes, clock: Clock): Proxies {
  const versions = new Map<string, { version: string | undefined; readAt: number }>()

  async function statuses(cluster: string, signal?: AbortSignal): Promise<SyncStatus[]> {
    const answers = await planes.debugAnswers(cluster, path, signal)
    return answers.flatMap(readSyncStatus).filter(({ cluster_id: id = cluster }) => id === cluster)
  }

  return {
    async acknowledgement(query, signal) {
      try {
        return acknowledgementOf(await statuses(query.cluster, signal), query)
      } catch (error) {
        signal?.throwIfAborted()
        if (!(error instanceof AppError)) {
          throw error
        }
        return nobodyAsked(String(error.params.reason ?? error.code))
      }
    },
    async istioVersion(cluster, signal) {
      const known = versions.get(cluster)
      if (known !== undefined && clock.now() - known.readAt < versionFreshSeconds) {
        return known.version
      }
      try {
        const version = oldest(await statuses(cluster, signal))
        versions.set(cluster, { version, readAt: clock.now() })
        return version
      } catch (error) {
        signal?.throwIfAborted()
        if (!(error instanceof AppError)) {
          throw error
        }
        versions.set(cluster, { version: undefined, readAt: clock.now() })
        return undefined
      }
    },
  }
}

/** Older istiods tell what was sent but not when: equality alone is also true just before a push. */
function acknowledgementOf(all: readonly SyncStatus[], query: AcknowledgementQuery): Acknowledgement {
  const wanted = new Set(query.namespaces)
  const own = all.filter(({ proxy }) => wanted.has(proxy.slice(proxy.lastIndexOf('.') + 1)))
  return own.length > 0 && own.every(({ resources }) => resources === undefined)
    ? nobodyAsked('no-sent-times')
    : toAcknowledgement(own.flatMap((one) => syncOf(one, query) ?? []))
}

function oldest(all: readonly SyncStatus[]): string | undefined {
  const numbers = (version: string) => version.split('.').map((part) => Number.parseInt(part, 10) || 0)
  const versions = all.flatMap(({ istio_version: version }) =>
    version !== undefined && /^\d+\.\d+/.test(version) ? [version] : [],
  )
  return versions.toSorted((a, b) => {
    const [left, right] = [numbers(a), numbers(b)]
    return [0, 1, 2].map((part) => (left[part] ?? 0) - (right[part] ?? 0)).find((difference) => difference !== 0) ?? 0
  })[0]
}

import { z } from 'zod'
import { AppError } from '../domain/errors.ts'
import { namespaceLimit } from '../domain/mesh/namespace-limit.ts'
import type { Clock } from '../ports/clock.ts'
import type { Cluster } from '../ports/cluster.ts'

/** The only namespaces that answers may be about, sorted; undefined: all. */
export type ReadableNamespaces = (signal: AbortSignal) => Promise<string[] | undefined>

const patienceSeconds = 1

/**
 * Where the account may read single namespaces only, telemetry must not tell of others either: a Prometheus knows the
 * whole mesh. While the inventory is not known, `configured` are the limit.
 */
export function readableNamespaces(
  configured: readonly string[] | undefined,
  cluster: Pick<Cluster, 'inventory'>,
  clock: Pick<Clock, 'sleep'>,
): ReadableNamespaces {
  if (configured === undefined || configured.length === 0) {
    return async () => undefined
  }
  return async (signal) => {
    const done = new AbortController()
    const end = AbortSignal.any([signal, done.signal])
    const read = cluster.inventory(signal).then(({ namespaces }) => namespaces)
    const late = clock.sleep(patienceSeconds, end).then(() => [])
    const known = await Promise.race([read, late]).catch(() => [])
    done.abort()
    return namespaceLimit(configured, known)
  }
}

const Asked = z.object({ namespace: z.string().optional(), namespaces: z.array(z.string()).optional() })

/** Throws `forbidden` where params or a query ask for a namespace beyond the limit. */
export function refuseBeyond(limit: readonly string[], ...asked: unknown[]): void {
  for (const { namespace, namespaces = [] } of asked.map((one) => Asked.parse(one))) {
    const beyond = [...(namespace === undefined ? [] : [namespace]), ...namespaces].find(
      (name) => !limit.includes(name),
    )
    if (beyond !== undefined) {
      throw new AppError('forbidden', { what: `namespace ${beyond}` })
    }
  }
}

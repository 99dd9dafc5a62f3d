import type { AcknowledgedType, Acknowledgement } from '../domain/follow-up/acknowledgement.ts'
import type { UnixSeconds } from '../domain/time.ts'

export interface AcknowledgementQuery {
  /** The mesh's cluster id. */
  cluster: string
  type: AcknowledgedType
  /** When the write was sent, by our clock. */
  since: UnixSeconds
  /** Only proxies in these. */
  namespaces: readonly string[]
}

/** What the mesh's control plane knows of its proxies. */
export interface Proxies {
  /**
   * Whether proxies have what was written at `since`: each was sent configuration of this type at or after that moment,
   * has acknowledged the last that was sent, and refused none. A proxy the change does not concern is never sent any, so
   * whoever waits needs a limit. One without a subscription of the type does not count. That nobody could be asked is an
   * answer (`unknown`); rejects only with the reason of the caller's own signal.
   */
  acknowledgement(query: AcknowledgementQuery, signal?: AbortSignal): Promise<Acknowledgement>
  /** The oldest Istio among the proxies of a cluster, as in `1.31.1`; undefined where it cannot be told. */
  istioVersion(cluster: string, signal?: AbortSignal): Promise<string | undefined>
}

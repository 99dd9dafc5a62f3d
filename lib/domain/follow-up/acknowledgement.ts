import { z } from 'zod'

/** Names of proxies that one answer carries at most; the counts are of all. */
export const shownProxies = 20

/** What proxies say once they have a change: clusters (CDS) or routes (RDS). */
export const AcknowledgedType = z.enum(['cds', 'rds'])
export type AcknowledgedType = z.infer<typeof AcknowledgedType>

/**
 * Whether the proxies of a change's clients have what was written. `acknowledged`: every one; `waiting`: not yet;
 * `rejected`: one at least refused it, in its own words; `unknown`: nobody could be asked, and `reason` says why.
 */
export const Acknowledgement = z.object({
  state: z.enum(['acknowledged', 'waiting', 'rejected', 'unknown']),
  /** Proxies the change concerns. */
  proxies: z.number().int(),
  acknowledged: z.number().int(),
  /** `pod.namespace` of some that have not. */
  behind: z.array(z.string()),
  rejections: z.array(z.object({ proxy: z.string(), message: z.string() })),
  /** `not-configured`, or what the control plane answered instead. */
  reason: z.string().optional(),
})
export type Acknowledgement = z.infer<typeof Acknowledgement>

/** How one proxy stands to a write. */
export interface ProxySync {
  /** `pod.namespace`. */
  proxy: string
  isAcknowledged: boolean
  /** Why it refused the configuration, in Envoy's words. */
  rejection?: string | undefined
}

/** Many proxies as one answer. Without any nobody waits: there is no client. */
export function toAcknowledgement(all: readonly ProxySync[]): Acknowledgement {
  const rejected = all.flatMap(({ proxy, rejection }) =>
    rejection === undefined ? [] : [{ proxy, message: rejection }],
  )
  const behind = all.filter(({ isAcknowledged }) => !isAcknowledged).map(({ proxy }) => proxy)
  return {
    state: rejected.length > 0 ? 'rejected' : behind.length > 0 ? 'waiting' : 'acknowledged',
    proxies: all.length,
    acknowledged: all.length - behind.length,
    behind: behind.toSorted().slice(0, shownProxies),
    rejections: rejected.slice(0, shownProxies),
  }
}

/** The answer where no control plane could be asked. */
export function nobodyAsked(reason: string): Acknowledgement {
  return { state: 'unknown', proxies: 0, acknowledged: 0, behind: [], rejections: [], reason }
}

/** What proxies acknowledge of an object of this kind. */
export function acknowledgedTypeOf(kind: string): AcknowledgedType {
  return kind === 'DestinationRule' ? 'cds' : 'rds'
}

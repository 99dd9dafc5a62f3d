import { z } from 'zod'
import { AppError } from '../../domain/errors.ts'
import type { AcknowledgedType, ProxySync } from '../../domain/follow-up/acknowledgement.ts'
import type { UnixSeconds } from '../../domain/time.ts'

const typeNames: Record<AcknowledgedType, string> = {
  cds: 'type.googleapis.com/envoy.config.cluster.v3.Cluster',
  rds: 'type.googleapis.com/envoy.config.route.v3.RouteConfiguration',
}

const Resource = z.object({
  sent: z.string().optional(),
  acked: z.string().optional(),
  sentTime: z.string().optional(),
  lastError: z.string().optional(),
})

const SyncStatus = z.object({
  cluster_id: z.string().optional(),
  /** `pod.namespace`. */
  proxy: z.string(),
  istio_version: z.string().optional(),
  resources: z
    .record(z.string(), Resource)
    .nullish()
    .transform((value) => value ?? undefined),
})
export type SyncStatus = z.infer<typeof SyncStatus>

/** Istiod's answer to `/debug/syncz`; throws `unavailable` (`not-istiod`) for anything else. */
export function readSyncStatus(text: string): SyncStatus[] {
  try {
    // An istiod without proxies answers `null`.
    return z.array(SyncStatus).parse(JSON.parse(text) ?? [])
  } catch (cause) {
    throw new AppError('unavailable', { source: 'istiod', reason: 'not-istiod' }, { cause })
  }
}

/** How a proxy stands to a write; undefined where it takes nothing of this type. */
export function syncOf(
  { proxy, resources }: SyncStatus,
  { type, since }: { type: AcknowledgedType; since: UnixSeconds },
): ProxySync | undefined {
  const resource = resources?.[typeNames[type]]
  if (resource?.sent === undefined || resource.sent === '') {
    return undefined
  }
  const { sent, acked, sentTime = '', lastError = '' } = resource
  const isSent = Date.parse(sentTime) / 1000 >= Math.floor(since * 1000) / 1000
  return {
    proxy,
    isAcknowledged: isSent && sent === acked && lastError === '',
    ...(isSent && lastError !== '' && { rejection: lastError.slice(0, 1000) }),
  }
}

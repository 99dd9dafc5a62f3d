import { z } from 'zod'
import { NamespaceList, NamespaceName } from '../domain/graph/scope.ts'
import { HistoryGroup, SeenBy } from '../domain/telemetry/service-history.ts'
import { Window } from '../domain/time.ts'

const at = z.coerce.number().int().min(946_684_800).max(4_102_444_800).optional()

export const ClusterId = z.string().min(1).max(253)

export const PlaceParams = z.strictObject({ namespace: NamespaceName, name: z.string().min(1).max(253) })

export const FactsQuery = z.strictObject({ cluster: ClusterId.optional(), namespaces: NamespaceList.optional() })

export const DetailQuery = z.strictObject({ cluster: ClusterId.optional(), window: Window.default(60), at })

export const HistoryQuery = z.strictObject({
  cluster: ClusterId.optional(),
  window: Window.default(3600),
  at,
  /** What latencies are told apart by. */
  by: HistoryGroup.default('version'),
  seen: SeenBy.default('callers'),
})

import { z } from 'zod'
import { ApplyRequest, ChangeIntent } from '../domain/changes/change-intent.ts'
import { ChangePreview } from '../domain/changes/change-plan.ts'
import { ChangeList, ChangeView } from '../domain/follow-up/change-view.ts'
import { ServiceSplitView } from '../domain/follow-up/service-split-view.ts'
import { NamespaceList } from '../domain/graph/scope.ts'
import { ClusterId, PlaceParams } from './detail-queries.ts'
import { endpoint } from './endpoint.ts'

export type { ApplyRequest, ChangeIntent, ChangeList, ChangePreview, ChangeView, ServiceSplitView }

const nothing = z.strictObject({})
const place = z.strictObject({ cluster: ClusterId.optional() })

export const changePreview = endpoint({
  method: 'POST',
  path: '/api/v1/changes/preview',
  summary: 'What an intent would write, checked by a dry run; nothing is stored',
  params: nothing,
  query: nothing,
  body: ChangeIntent,
  response: ChangePreview,
})

export const changeApply = endpoint({
  method: 'POST',
  path: '/api/v1/changes',
  summary: 'Writes an intent whose preview was seen; answers once the API server has every object',
  params: nothing,
  query: nothing,
  body: ApplyRequest,
  response: ChangeView,
})

export const changeList = endpoint({
  method: 'GET',
  path: '/api/v1/changes',
  summary: 'Who changed what, the newest first',
  params: nothing,
  query: z.strictObject({
    cluster: ClusterId.optional(),
    namespaces: NamespaceList.optional(),
    service: z.string().min(1).max(253).optional(),
    /** `VirtualService/shop/cart`: only changes that wrote this object. */
    object: z
      .string()
      .regex(/^[A-Z][A-Za-z0-9]{0,62}\/[-a-z0-9]{1,63}\/[-.a-z0-9]{1,253}$/, 'as in VirtualService/shop/cart')
      .optional(),
    /** Unix seconds: only changes planned at or after. */
    since: z.coerce.number().int().min(0).max(4_102_444_800).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().min(1).max(600).optional(),
  }),
  response: ChangeList,
})

export const changeView = endpoint({
  method: 'GET',
  path: '/api/v1/changes/{namespace}/{name}',
  summary: 'One change: what it wrote, who acknowledged it and what traffic shows',
  params: PlaceParams,
  query: place,
  response: ChangeView,
})

export const changeUndo = endpoint({
  method: 'POST',
  path: '/api/v1/changes/{namespace}/{name}/undo',
  summary: 'Takes back what one change did and nothing else, ahead of everything that waits',
  params: PlaceParams,
  query: place,
  body: z.strictObject({
    reason: z.string().max(1000).optional(),
    override: z.strictObject({ reason: z.string().min(1).max(1000) }).optional(),
  }),
  response: ChangeView,
})

export const serviceSplit = endpoint({
  method: 'GET',
  path: '/api/v1/services/{namespace}/{name}/split',
  summary: 'How a service’s requests are divided among its versions: as set, and as seen',
  params: PlaceParams,
  query: place,
  response: ServiceSplitView,
})

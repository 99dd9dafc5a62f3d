import { serviceDetail } from '#lib/endpoints/services.ts'
import { handle } from '#lib/server/handle.ts'
import { readService } from '#lib/usecases/read-service.ts'

export const GET = handle(serviceDetail, ({ ctx, params, query: { window: windowSeconds, ...query } }) =>
  readService(ctx, { ...params, ...query, windowSeconds }),
)

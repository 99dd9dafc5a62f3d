import { workloadDetail } from '#lib/endpoints/workloads.ts'
import { handle } from '#lib/server/handle.ts'
import { readWorkload } from '#lib/usecases/read-workload.ts'

export const GET = handle(workloadDetail, ({ ctx, params, query: { window: windowSeconds, ...query } }) =>
  readWorkload(ctx, { ...params, ...query, windowSeconds }),
)

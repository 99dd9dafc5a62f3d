import { workloadHistory } from '#lib/endpoints/workloads.ts'
import { handle } from '#lib/server/handle.ts'
import { readWorkloadHistory } from '#lib/usecases/read-workload-history.ts'

export const GET = handle(workloadHistory, ({ ctx, params, query: { window: windowSeconds, ...query } }) =>
  readWorkloadHistory(ctx, { ...params, ...query, windowSeconds }),
)

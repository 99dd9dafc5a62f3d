import { workloadFacts } from '#lib/endpoints/workloads.ts'
import { handle } from '#lib/server/handle.ts'
import { readWorkloadFacts } from '#lib/usecases/read-workload-facts.ts'

export const GET = handle(workloadFacts, ({ ctx, query }) => readWorkloadFacts(ctx, query))

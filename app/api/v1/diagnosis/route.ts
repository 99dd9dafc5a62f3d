import { diagnosis } from '#lib/endpoints/diagnosis.ts'
import { handle } from '#lib/server/handle.ts'
import { readDiagnosis } from '#lib/usecases/read-diagnosis.ts'

export const GET = handle(diagnosis, ({ ctx, query, actor, house }) =>
  house.share(JSON.stringify(['diagnosis', actor, query]), ctx.signal, (signal) =>
    readDiagnosis({ ...ctx, signal }, query),
  ),
)

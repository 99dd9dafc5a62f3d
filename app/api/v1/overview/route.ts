import { overview } from '#lib/endpoints/overview.ts'
import { handle } from '#lib/server/handle.ts'
import { readOverview } from '#lib/usecases/read-overview.ts'

export const GET = handle(overview, ({ ctx, query, actor, house }) =>
  house.share(JSON.stringify(['overview', actor, query]), ctx.signal, (signal) =>
    readOverview({ ...ctx, signal }, query),
  ),
)

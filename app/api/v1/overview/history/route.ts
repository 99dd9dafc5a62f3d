import { overviewHistory } from '#lib/endpoints/overview.ts'
import { handle } from '#lib/server/handle.ts'
import { readOverviewHistory } from '#lib/usecases/read-overview-history.ts'

export const GET = handle(overviewHistory, ({ ctx, query, actor, house }) =>
  house.share(JSON.stringify(['overview history', actor, query]), ctx.signal, (signal) =>
    readOverviewHistory({ ...ctx, signal }, query),
  ),
)

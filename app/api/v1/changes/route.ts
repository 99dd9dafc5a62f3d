import { changeApply, changeList } from '#lib/endpoints/changes.ts'
import { handle } from '#lib/server/handle.ts'
import { applyChange } from '#lib/usecases/apply-change.ts'
import { listChanges } from '#lib/usecases/list-changes.ts'

export const GET = handle(changeList, ({ ctx, query }) => listChanges(ctx, query))
export const POST = handle(changeApply, ({ ctx, actor, body, house }) =>
  house.keeper.keep(ctx, () => applyChange(ctx, actor, body)),
)

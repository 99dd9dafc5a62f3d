import { changeUndo } from '#lib/endpoints/changes.ts'
import { handle } from '#lib/server/handle.ts'
import { undoChange } from '#lib/usecases/undo-change.ts'

export const POST = handle(changeUndo, ({ ctx, actor, params, query, body, house }) =>
  house.keeper.keep(ctx, () => undoChange(ctx, actor, { ...params, ...query, ...body })),
)

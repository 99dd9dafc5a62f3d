import { changeView } from '#lib/endpoints/changes.ts'
import { handle } from '#lib/server/handle.ts'
import { readChange } from '#lib/usecases/read-change.ts'

export const GET = handle(changeView, ({ ctx, params, query }) => readChange(ctx, { ...params, ...query }))

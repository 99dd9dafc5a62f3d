import { changePreview } from '#lib/endpoints/changes.ts'
import { handle } from '#lib/server/handle.ts'
import { previewChange } from '#lib/usecases/preview-change.ts'

export const POST = handle(changePreview, ({ ctx, body }) => previewChange(ctx, body))

import { objectView } from '#lib/endpoints/objects.ts'
import { handle } from '#lib/server/handle.ts'
import { readObject } from '#lib/usecases/read-object.ts'

export const GET = handle(objectView, ({ ctx, query }) => readObject(ctx, query))

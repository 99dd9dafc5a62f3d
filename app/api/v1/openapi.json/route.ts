import { openApi } from '#lib/endpoints/texts.ts'
import { handle } from '#lib/server/handle.ts'
import { openApiDocument } from '#lib/server/openapi.ts'

export const dynamic = 'force-dynamic'
export const GET = handle(openApi, async () => openApiDocument())

import { alertList } from '#lib/endpoints/alerts.ts'
import { handle } from '#lib/server/handle.ts'
import { listAlerts } from '#lib/usecases/list-alerts.ts'

export const GET = handle(alertList, ({ ctx, query }) => listAlerts(ctx, query))

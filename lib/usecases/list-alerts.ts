import type { Alert, AlertList } from '../domain/alerts/alert.ts'
import { type AlertScope, alertsInScope, withKnownCluster } from '../domain/alerts/alerts-in-scope.ts'
import { mergeAlerts } from '../domain/alerts/merge-alerts.ts'
import { orderAlerts } from '../domain/alerts/order-alerts.ts'
import { AppError } from '../domain/errors.ts'
import type { MeshCluster } from '../domain/mesh/inventory.ts'
import { type Notice, noticeOf } from '../domain/notice.ts'
import type { Alerts } from '../ports/alerts.ts'
import type { Ctx } from '../ports/ctx.ts'

const clustersWithinSeconds = 1
/** More nobody reads, and no page shows. */
const mostAlerts = 1000

/**
 * The alerts of a scope, one row each, most severe first, then the youngest. With namespaces: those that touch one of
 * them, so none that names no namespace. Notices name each source that did not answer; when none did it rejects with the
 * `AppError` of the first. A store without an interface for rules is a notice, too, and
 * so are alerts beyond the first 1 000. The mesh's clusters are only looked up: alerts are told without Kubernetes, too.
 */
export async function listAlerts(ctx: Ctx<'alerts' | 'cluster' | 'clock'>, scope: AlertScope): Promise<AlertList> {
  const [told, clusters] = await Promise.all([
    Promise.all(ctx.alerts.map((source) => settledList(source, ctx.signal))),
    clustersOf(ctx),
  ])
  const failures = told.flatMap(({ source, failure }) => (failure === undefined ? [] : [{ source, failure }]))
  const outage = failures.find(({ failure }) => !lacksRules(failure))
  if (outage !== undefined && failures.length === told.length) {
    throw outage.failure
  }
  const from = (name: Alert['source']) => told.flatMap(({ source, alerts }) => (source === name ? alerts : []))
  const merged = mergeAlerts(from('alertmanager'), from('prometheus'))
  const placed = merged.map((alert) => withKnownCluster(alert, clusters))
  const alerts = orderAlerts(alertsInScope(placed, scope))
  const sources = told.filter(({ failure }) => failure === undefined).map(({ source }) => source)
  return {
    takenAt: ctx.clock.now(),
    alerts: alerts.slice(0, mostAlerts),
    sources,
    notices: [...failures.map(({ source, failure }) => outageOf(source, failure)), ...leftOut(alerts, sources)],
  }
}

function leftOut({ length }: readonly Alert[], [source]: readonly Alert['source'][]): Notice[] {
  return length <= mostAlerts || source === undefined
    ? []
    : [{ source, code: 'alerts-left-out', params: { count: length - mostAlerts } }]
}

/** A store without an interface for rules answers all else: that is no outage. */
function lacksRules({ code }: AppError): boolean {
  return code === 'not-found'
}

function outageOf(source: Alert['source'], failure: AppError): Notice {
  return lacksRules(failure) ? { source, code: 'no-rules' } : noticeOf(source, failure)
}

/** None while Kubernetes is down, or silent at first: then no subject has a cluster. */
async function clustersOf(ctx: Ctx<'cluster' | 'clock'>): Promise<Pick<MeshCluster, 'id' | 'name'>[]> {
  const done = new AbortController()
  const end = AbortSignal.any([ctx.signal, done.signal])
  const known = ctx.cluster.inventory(ctx.signal).then(({ clusters }) => clusters)
  try {
    return await Promise.race([known, ctx.clock.sleep(clustersWithinSeconds, end).then(() => [])])
  } catch {
    ctx.signal.throwIfAborted()
    return []
  } finally {
    done.abort()
  }
}

async function settledList(
  { source, list }: Alerts,
  signal: AbortSignal,
): Promise<{ source: Alert['source']; alerts: Alert[]; failure?: AppError }> {
  try {
    return { source, alerts: await list(signal) }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof AppError) {
      return { source, alerts: [], failure: error }
    }
    throw error
  }
}

import { buildGraph } from '../domain/graph/build-graph.ts'
import type { Scope } from '../domain/graph/scope.ts'
import { rankProblems } from '../domain/health/rank-problems.ts'
import { withHealth } from '../domain/health/with-health.ts'
import { momentOf } from '../domain/live-moment.ts'
import type { OverviewHistory } from '../domain/overview/overview.ts'
import { problemHistory, servicesBehind } from '../domain/overview/problem-history.ts'
import { historyStepSeconds } from '../domain/telemetry/history-step.ts'
import { defaultThresholds } from '../domain/thresholds/thresholds.ts'
import type { Ctx } from '../ports/ctx.ts'
import { namedProblems } from './read-overview.ts'
import { readSources } from './read-sources.ts'

const leastSeconds = 3600
/** Half as many points as a chart: a sparkline is small, and each point is a graph. */
const coarser = 2

/**
 * How the problems that `readOverview` names went over the last hour (over the window, when that is longer), in one
 * query besides those of the overview. Nothing where there is no problem. Rejects as `readOverview`, and with the
 * metrics source's `AppError`.
 */
export async function readOverviewHistory(
  ctx: Ctx<'cluster' | 'metrics' | 'clock'>,
  scope: Omit<Scope, 'type'>,
): Promise<OverviewHistory> {
  const at = momentOf(scope.at, ctx.clock.now())
  const { window: windowSeconds, namespaces, cluster } = scope
  const [{ inventory, traffic }, scrapeIntervalSeconds] = await Promise.all([
    readSources(ctx, { at, windowSeconds, namespaces }),
    ctx.metrics.scrapeIntervalSeconds(ctx.signal).catch(() => undefined),
  ])
  const graph = withHealth(
    buildGraph({ inventory, traffic, type: 'versioned-app', namespaces, cluster, at, windowSeconds }),
  )
  const problems = rankProblems(graph).slice(0, namedProblems)
  const spanSeconds = Math.max(leastSeconds, windowSeconds)
  const stepSeconds = historyStepSeconds(coarser * spanSeconds, scrapeIntervalSeconds)
  const to = Math.floor(at / stepSeconds) * stepSeconds
  const services = traffic === undefined ? [] : servicesBehind(problems, graph, traffic)
  if (services.length === 0) {
    return { timestamps: [], stepSeconds, problems: [] }
  }
  const from = to - Math.ceil(spanSeconds / stepSeconds) * stepSeconds
  const arrivals = await ctx.metrics.arrivals({ services, from, to, stepSeconds }, ctx.signal)
  const thresholds = new Map(graph.nodes.map((node) => [node.id, node.thresholds ?? defaultThresholds]))
  return problemHistory(problems, arrivals, inventory, thresholds)
}

import { buildGraph } from '../domain/graph/build-graph.ts'
import type { Scope } from '../domain/graph/scope.ts'
import type { GraphSnapshot } from '../domain/graph/snapshot.ts'
import { withHealth } from '../domain/health/with-health.ts'
import { momentOf } from '../domain/live-moment.ts'
import type { Ctx } from '../ports/ctx.ts'
import { readSources } from './read-sources.ts'

/**
 * The traffic graph of a scope over one window, from the inventory and telemetry read side by side; without a moment,
 * that of `liveMoment`.
 *
 * With one source down the answer has what the other knows and a notice; with both down it rejects with Kubernetes'
 * `AppError`. Notices also say: a namespace nobody knows, a window too short for the scrape interval, no traffic at all,
 * unusable samples, quantiles left out (over 200 services, or nobody knows how many), a cluster id that could not be matched.
 */
export async function readGraph(ctx: Ctx<'cluster' | 'metrics' | 'clock'>, scope: Scope): Promise<GraphSnapshot> {
  const at = momentOf(scope.at, ctx.clock.now())
  const { inventory, traffic, notices } = await readSources(ctx, {
    at,
    windowSeconds: scope.window,
    namespaces: scope.namespaces,
  })
  const graph = withHealth(
    buildGraph({
      inventory,
      traffic,
      type: scope.type,
      namespaces: scope.namespaces,
      cluster: scope.cluster,
      at,
      windowSeconds: scope.window,
    }),
  )
  return { ...graph, notices: [...notices, ...graph.notices] }
}

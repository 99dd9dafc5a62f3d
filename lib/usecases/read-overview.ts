import { buildGraph } from '../domain/graph/build-graph.ts'
import { foldClusterIds } from '../domain/graph/fold-cluster-ids.ts'
import type { Scope } from '../domain/graph/scope.ts'
import { rankProblems } from '../domain/health/rank-problems.ts'
import { withHealth } from '../domain/health/with-health.ts'
import { momentOf } from '../domain/live-moment.ts'
import { busiestServices } from '../domain/overview/busiest-services.ts'
import { describeProblem } from '../domain/overview/describe-problem.ts'
import { meshFacts } from '../domain/overview/mesh-facts.ts'
import { meshFigures } from '../domain/overview/mesh-figures.ts'
import type { Overview } from '../domain/overview/overview.ts'
import { recentChanges } from '../domain/overview/recent-changes.ts'
import type { Ctx } from '../ports/ctx.ts'
import { readSources } from './read-sources.ts'

/** So many problems are named; the rest are counted. */
export const namedProblems = 8
const namedServices = 12
const namedChanges = 50
const changesSeconds = 3600

/**
 * What is wrong, ranked; the busiest services; what was changed in the hour before; what the mesh is. One source down
 * leaves out what it knows, with a notice; with both down it rejects with Kubernetes' `AppError`.
 */
export async function readOverview(
  ctx: Ctx<'cluster' | 'metrics' | 'clock'>,
  scope: Omit<Scope, 'type'>,
): Promise<Overview> {
  const at = momentOf(scope.at, ctx.clock.now())
  const { window: windowSeconds, namespaces } = scope
  const sources = await readSources(ctx, { at, windowSeconds, namespaces })
  const { traffic, inventoryFailure } = sources
  const { inventory, idOf } = foldClusterIds(sources.inventory, traffic)
  const cluster = scope.cluster === undefined ? undefined : idOf(scope.cluster)
  const asked = { inventory, traffic, namespaces, cluster, at, windowSeconds }
  const versioned = withHealth(buildGraph({ ...asked, type: 'versioned-app' }))
  const services = withHealth(buildGraph({ ...asked, type: 'service' }))
  const problems = rankProblems(versioned)
  const nodes = new Map(versioned.nodes.map((node) => [node.id, node]))
  const isKnown = inventoryFailure === undefined
  return {
    takenAt: at,
    windowSeconds,
    problems: problems
      .slice(0, namedProblems)
      .map((problem) => describeProblem(problem, { nodes, services: services.nodes, inventory })),
    problemCount: problems.length,
    figures: meshFigures(versioned),
    mesh: meshFacts({ services, versioned, inventory: isKnown ? inventory : undefined, cluster, namespaces }),
    busiest: busiestServices(services.nodes, namedServices),
    ...(isKnown && {
      changes: recentChanges(inventory, { from: at - changesSeconds, to: at, cluster, namespaces }).slice(
        0,
        namedChanges,
      ),
    }),
    notices: [...sources.notices, ...versioned.notices],
  }
}

import { buildGraph } from '../domain/graph/build-graph.ts'
import type { Scope } from '../domain/graph/scope.ts'
import { rankProblems } from '../domain/health/rank-problems.ts'
import { withHealth } from '../domain/health/with-health.ts'
import { busiestServices } from '../domain/overview/busiest-services.ts'
import { describeProblem } from '../domain/overview/describe-problem.ts'
import { meshFacts } from '../domain/overview/mesh-facts.ts'
import { meshFigures } from '../domain/overview/mesh-figures.ts'
import type { Overview } from '../domain/overview/overview.ts'
import { recentChanges } from '../domain/overview/recent-changes.ts'
import type { Ctx } from '../ports/ctx.ts'
import { readMesh } from './read-mesh.ts'

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
  const { window: windowSeconds, namespaces } = scope
  const mesh = await readMesh(ctx, { ...scope, windowSeconds })
  const { asked, inventory, inventoryFailure } = mesh
  const { at, cluster } = asked
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
    notices: [...mesh.notices, ...versioned.notices],
  }
}

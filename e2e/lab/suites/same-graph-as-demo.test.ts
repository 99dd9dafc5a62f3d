import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoClock } from '../../../lib/adapters/demo/demo-clock.ts'
import { demoCluster } from '../../../lib/adapters/demo/demo-cluster.ts'
import { demoMetrics } from '../../../lib/adapters/demo/demo-metrics.ts'
import { demoWorld } from '../../../lib/adapters/demo/world.ts'
import { connectKubernetes } from '../../../lib/adapters/kubernetes/connect-kubernetes.ts'
import { prometheusMetrics } from '../../../lib/adapters/prometheus/prometheus-metrics.ts'
import { systemClock } from '../../../lib/adapters/system/system-clock.ts'
import { GraphType } from '../../../lib/domain/graph/scope.ts'
import type { GraphNode } from '../../../lib/domain/graph/snapshot.ts'
import type { Ctx } from '../../../lib/ports/ctx.ts'
import { readGraph } from '../../../lib/usecases/read-graph.ts'
import { lab } from '../settings.ts'
import { silentLog } from './support/silent-log.ts'
import { busyVisitors } from './support/visitors.ts'

type Sources = Ctx<'cluster' | 'metrics' | 'clock'>

const { signal } = new AbortController()
let mesh: Sources
let visitors: { restore(): Promise<void> }

beforeAll(async () => {
  const clock = systemClock()
  mesh = {
    clock,
    signal,
    cluster: connectKubernetes({ kubeconfigPath: lab.kubeconfig, log: silentLog, clock, random: Math.random }).cluster,
    metrics: prometheusMetrics({ baseUrl: lab.urls.prometheus, headers: {} }),
  }
  visitors = await busyVisitors(30)
})

afterAll(async () => {
  await mesh?.cluster.close()
  await visitors?.restore()
})

function demo(): Sources {
  const clock = demoClock({ speed: 1 })
  const world = demoWorld({ seed: 1, services: 12, startedAt: clock.now() })
  return { clock, signal, cluster: demoCluster(world, clock), metrics: demoMetrics(world, clock) }
}

/** istiod and what it is made of, and the API server's own Service. */
function isOfControlPlane({ namespace, name }: GraphNode): boolean {
  return namespace === 'istio-system' || (namespace === 'default' && name === 'kubernetes')
}

/** What stands in a graph and who calls whom, without numbers and without what the cluster is called. */
async function shapeOf(sources: Sources, type: GraphType): Promise<{ nodes: object[]; edges: string[] }> {
  const graph = await readGraph(sources, { type, window: 60 })
  expect(graph.notices).toEqual([])
  const nodes = graph.nodes.filter((node) => !isOfControlPlane(node))
  const names = new Map(nodes.map(({ id, cluster }) => [id, id.replace(`:${cluster}`, ':')]))
  return {
    nodes: nodes
      .map(({ id, kind, namespace, name, app, version, versions, isTcp, membership }) => ({
        id: names.get(id) ?? '',
        kind,
        namespace,
        name,
        app,
        version,
        versions,
        isTcp,
        membership,
      }))
      .sort((a, b) => a.id.localeCompare(b.id)),
    edges: graph.edges
      .map(({ source, target, protocol }) => `${protocol} ${names.get(source)} → ${names.get(target)}`)
      .sort(),
  }
}

describe('the lab and the demo are the same shop', () => {
  it.each(GraphType.options)(
    'has the same nodes and the same edges in the graph of type %s',
    async (type) => {
      const expected = await shapeOf(demo(), type)
      expect(expected.edges.length).toBeGreaterThan(10)
      await expect.poll(() => shapeOf(mesh, type), { timeout: 150_000, interval: 2000 }).toEqual(expected)
    },
    180_000,
  )
})

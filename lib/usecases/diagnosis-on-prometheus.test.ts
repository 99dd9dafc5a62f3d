import { afterAll, describe, expect, it } from 'vitest'
import { demoCluster } from '../adapters/demo/demo-cluster.ts'
import { demoMetrics } from '../adapters/demo/demo-metrics.ts'
import { exportHistory } from '../adapters/demo/export-metrics.ts'
import { demoWorld } from '../adapters/demo/world.ts'
import { prometheusMetrics } from '../adapters/prometheus/prometheus-metrics.ts'
import type { MeshDiagnosis } from '../domain/diagnosis/mesh-diagnosis.ts'
import type { IncidentName } from '../domain/incidents/incident.ts'
import type { Metrics } from '../ports/metrics.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { type PrometheusServer, startPrometheus } from '../testing/prometheus-server.ts'
import { readDiagnosis } from './read-diagnosis.ts'

const at = 1_790_000_010
const knownSeconds = 1500
const servers: PrometheusServer[] = []
afterAll(() => Promise.all(servers.map((server) => server.stop())))

async function bothOf(incidents: { name: IncidentName; startedAt: number }[], isQuiet: boolean) {
  const world = demoWorld({ seed: 7, services: 13, startedAt: at - knownSeconds, isQuiet, incidents })
  const history = exportHistory(world, { from: at - knownSeconds, to: at, stepSeconds: 5 })
  const server = await startPrometheus({ history })
  servers.push(server)
  const clock = new ManualClock(at)
  const ctx = { cluster: demoCluster(world, clock), clock, signal: new AbortController().signal }
  const question = { window: 300, at }
  const demo = knownSince(at - knownSeconds, demoMetrics(world, clock))
  const real = prometheusMetrics({ baseUrl: server.url, headers: {} })
  return Promise.all([demo, real].map((metrics) => readDiagnosis({ ...ctx, metrics }, question)))
}

/** The demo remembers everything; Prometheus what it scraped. */
function knownSince(since: number, metrics: Metrics): Metrics {
  return {
    ...metrics,
    async callHistory(query, signal) {
      const told = await metrics.callHistory(
        { ...query, from: Math.max(query.from, Math.min(since, query.to - query.stepSeconds)) },
        signal,
      )
      return query.to > since ? told : { ...told, requests: [], times: [], tcp: [] }
    },
  }
}

function gist({ verdict, suspects, standing, incident }: MeshDiagnosis): unknown {
  const [first] = verdict.confidence === 'none' ? standing : suspects
  return {
    verdict,
    from: verdict.confidence === 'none' ? undefined : incident?.from,
    first: first && { kind: first.kind, service: first.service, version: first.version, path: first.path },
  }
}

describe('a real Prometheus that holds the last 25 minutes of the demo', () => {
  it.each<[IncidentName, boolean]>([
    ['version-failing', true],
    ['missing-subset', true],
    ['authorization-denied', true],
    ['slow-tcp-database', false],
  ])(
    'tells of %s what the demo tells',
    async (name, isQuiet) => {
      const [demo, real] = await bothOf([{ name, startedAt: at - 240 }], isQuiet)
      expect(demo?.verdict.confidence).toBe('confident')
      expect(real && gist(real)).toEqual(demo && gist(demo))
    },
    60_000,
  )

  it('tells of trouble that never ends what the demo tells, and blames nobody for anything new', async () => {
    const [demo, real] = await bothOf([], false)
    expect(demo?.verdict.confidence).not.toBe('confident')
    expect(demo && gist(demo)).toMatchObject({ first: { service: 'service:demo/pay/payments', version: 'v2' } })
    expect(real && gist(real)).toEqual(demo && gist(demo))
  }, 240_000)
})

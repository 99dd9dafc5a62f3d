import { describe, expect, it } from 'vitest'
import { lab } from '../settings.ts'
import { askPrometheus } from './support/prometheus.ts'

/** Pods of other suites have just gone, and traffic may have just come back: a minute of it, and a scrape. */
const soon = { timeout: 100_000, interval: 1000 }

async function getFrom<T>(url: string): Promise<T> {
  const response = await fetch(url)
  expect(response.status, url).toBe(200)
  return (await response.json()) as T
}

interface Target {
  scrapeUrl: string
  health: string
  lastError: string
}

interface Trace {
  processes: Record<string, { serviceName: string }>
  spans: { processID: string }[]
}

describe('Prometheus', () => {
  it('scrapes every proxy and everything else that it knows', async () => {
    const unscraped = async () => {
      const { data } = await getFrom<{ data: { activeTargets: Target[] } }>(`${lab.urls.prometheus}/api/v1/targets`)
      expect(data.activeTargets.length).toBeGreaterThan(15)
      return data.activeTargets.filter(({ health }) => health !== 'up')
    }
    await expect.poll(unscraped, soon).toEqual([])
  })

  it('has rules without errors and an Alertmanager to tell', async () => {
    type Groups = { data: { groups: { rules: { name: string; health: string; type: string }[] }[] } }
    const { data } = await getFrom<Groups>(`${lab.urls.prometheus}/api/v1/rules`)
    const rules = data.groups.flatMap((group) => group.rules)
    expect(rules.filter(({ type }) => type === 'alerting')).not.toEqual([])
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([])
    type Managers = { data: { activeAlertmanagers: { url: string }[] } }
    const known = await getFrom<Managers>(`${lab.urls.prometheus}/api/v1/alertmanagers`)
    expect(known.data.activeAlertmanagers.map(({ url }) => new URL(url).origin)).toEqual([lab.urls.alertmanager])
    expect(await getFrom(`${lab.urls.alertmanager}/api/v2/status`)).toMatchObject({ versionInfo: {} })
  })

  it('counts the database’s bytes and connections at both ends, under mutual TLS', async () => {
    for (const metric of ['sent_bytes', 'received_bytes', 'connections_opened', 'connections_closed']) {
      const seen = async () => {
        const samples = await askPrometheus(
          `sum by (reporter, source_workload) (rate(istio_tcp_${metric}_total{destination_service_name="catalog-db"}[60s])) > 0`,
        )
        return samples.map(({ labels }) => `${labels.reporter} ${labels.source_workload}`).sort()
      }
      await expect
        .poll(seen, { ...soon, message: metric })
        .toEqual(
          ['destination', 'source'].flatMap((reporter) =>
            ['catalog-v3', 'catalog-v4', 'search-v5'].map((workload) => `${reporter} ${workload}`),
          ),
        )
    }
  })

  it('has the gRPC status beside the HTTP code', async () => {
    const working = async () => {
      const samples = await askPrometheus(
        'sum by (destination_service_name, grpc_response_status) (rate(istio_requests_total{request_protocol="grpc", response_code="200"}[60s])) > 0',
      )
      expect(samples.filter(({ labels }) => labels.grpc_response_status === '')).toEqual([])
      const successes = samples.filter(({ labels }) => labels.grpc_response_status === '0')
      return successes.map(({ labels }) => labels.destination_service_name).sort()
    }
    await expect.poll(working, soon).toEqual(['currency', 'fraud', 'recommendation', 'shipping'])
  })
})

describe('Jaeger', () => {
  it('has traces over four services and more, from the gateway on', async () => {
    const widest = async () => {
      const { data: services } = await getFrom<{ data: string[] }>(`${lab.urls.jaeger}/api/services`)
      const gateway = services.find((name) => name.startsWith('ingressgateway')) ?? 'no gateway'
      const { data: traces } = await getFrom<{ data: Trace[] }>(
        `${lab.urls.jaeger}/api/traces?service=${encodeURIComponent(gateway)}&limit=50&lookback=10m`,
      )
      const widths = traces.map(({ processes, spans }) => {
        const names = spans.map(({ processID }) => processes[processID]?.serviceName)
        return new Set(names).size
      })
      return Math.max(0, ...widths)
    }
    await expect.poll(widest, soon).toBeGreaterThanOrEqual(4)
  })
})

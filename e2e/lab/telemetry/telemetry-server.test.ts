import { once } from 'node:events'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type LogFields, samplePods, samples } from './log-samples.ts'
import type { MeshPod } from './mesh-pod.ts'
import { MeshTelemetry } from './mesh-telemetry.ts'
import { telemetryServer } from './telemetry-server.ts'

const { frontend, catalog, batch, istiod } = samplePods
let podsFolder: string

beforeEach(() => {
  podsFolder = mkdtempSync(join(tmpdir(), 'exantas-pods-'))
  onTestFinished(() => rmSync(podsFolder, { recursive: true }))
})

function write(pod: MeshPod, ...lines: LogFields[]): void {
  const folder = join(podsFolder, pod.namespace, pod.name, 'var/log/istio')
  mkdirSync(folder, { recursive: true })
  appendFileSync(join(folder, 'access.log'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
}

function remove(pod: MeshPod): void {
  rmSync(join(podsFolder, pod.namespace, pod.name), { recursive: true })
}

async function serve(): Promise<{
  url: string
  post(pods: unknown): Promise<number>
  get(path: string): Promise<Response>
}> {
  const server = telemetryServer(new MeshTelemetry({ podsFolder, nowMs: () => 0 })).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return {
    url,
    post: async (pods) => (await fetch(`${url}/pods`, { method: 'POST', body: JSON.stringify(pods) })).status,
    get: (path) => fetch(`${url}${path}`),
  }
}

type Get = Awaited<ReturnType<typeof serve>>['get']

async function requestsOf(get: Get, { namespace, name }: MeshPod): Promise<number> {
  const text = await (await get(`/metrics/${namespace}/${name}`)).text()
  const counts = [...text.matchAll(/^istio_requests_total\{.*\} (\d+)$/gm)].map(([, count]) => Number(count))
  return counts.reduce((sum, count) => sum + count, 0)
}

describe('counting', () => {
  it('begins at the end of logs that are there at the start, and at the beginning of later ones', async () => {
    write(frontend, samples.source(), samples.source())
    const { post, get } = await serve()
    write(frontend, samples.source())
    write(catalog, samples.destination())
    await post([frontend, catalog])
    expect(await requestsOf(get, frontend)).toBe(1)
    expect(await requestsOf(get, catalog)).toBe(1)
  })

  it('goes on while the list of pods is replaced', async () => {
    const { post, get } = await serve()
    await post([frontend])
    write(frontend, samples.source())
    await post([frontend, catalog])
    write(frontend, samples.source())
    expect(await requestsOf(get, frontend)).toBe(2)
  })

  it('ends with the pod, and begins anew with another of its name', async () => {
    const { post, get } = await serve()
    write(frontend, samples.source())
    await post([frontend])
    expect(await requestsOf(get, frontend)).toBe(1)
    await post([])
    expect((await get(`/metrics/${frontend.namespace}/${frontend.name}`)).status).toBe(404)
    remove(frontend)
    write(frontend, samples.source(), samples.source())
    await post([frontend])
    expect(await requestsOf(get, frontend)).toBe(2)
  })

  it('begins anew where a pod was replaced by one of its name between two lists', async () => {
    const { post, get } = await serve()
    write(frontend, samples.source())
    await post([frontend])
    expect(await requestsOf(get, frontend)).toBe(1)
    remove(frontend)
    write(frontend, samples.source(), samples.source(), samples.source())
    await post([{ ...frontend, ip: '10.244.1.99' }])
    expect(await requestsOf(get, frontend)).toBe(3)
  })

  it('still knows who had an address when lines about a pod are read after it went', async () => {
    const { post, get } = await serve()
    await post([frontend, catalog])
    await post([catalog])
    write(catalog, samples.destination())
    const text = await (await get(`/metrics/${catalog.namespace}/${catalog.name}`)).text()
    expect(text).toContain('source_workload="frontend-v12"')
  })

  it('counts lines it cannot read, and goes on', async () => {
    const { post, get } = await serve()
    await post([frontend])
    write(frontend, { level: 'info' }, samples.source())
    const text = await (await get(`/metrics/${frontend.namespace}/${frontend.name}`)).text()
    expect(text).toContain('lab_unreadable_lines_total 1')
    expect(await requestsOf(get, frontend)).toBe(1)
  })
})

describe('the addresses', () => {
  it('tell Prometheus of each meshed pod with an address, and of istiod', async () => {
    const { url, post, get } = await serve()
    await post([frontend, batch, istiod, { ...catalog, ip: '' }])
    const target = { namespace: 'shop', pod: 'frontend-v12-1', app: 'frontend', version: 'v12' }
    expect(await (await get('/sd')).json()).toEqual([
      {
        targets: [new URL(url).host],
        labels: { ...target, instance: '10.244.1.10:15020', __metrics_path__: '/metrics/shop/frontend-v12-1' },
      },
    ])
    expect(await (await get('/sd/envoy')).json()).toEqual([{ targets: ['10.244.1.10:15090'], labels: target }])
    expect(await (await get('/sd/istiod')).json()).toEqual([
      {
        targets: ['10.244.0.1:15014'],
        labels: { namespace: 'istio-system', pod: 'istiod-1', app: 'istiod', version: '' },
      },
    ])
    expect(await (await get('/pods')).json()).toHaveLength(4)
  })

  it('refuse a list that is none, and keep the last one', async () => {
    const { post, get } = await serve()
    await post([frontend])
    expect(await post([{ ...frontend, name: '../../etc' }])).toBe(400)
    expect(await post({})).toBe(400)
    expect(await (await get('/pods')).json()).toHaveLength(1)
  })

  it('answer 404 for what is not there and 405 for what is not to be done', async () => {
    const { url, get } = await serve()
    expect((await get('/metrics/shop/nobody')).status).toBe(404)
    expect((await get('/else')).status).toBe(404)
    expect((await fetch(`${url}/pods`, { method: 'DELETE' })).status).toBe(405)
  })
})

import { createServer, type IncomingMessage, type Server } from 'node:http'
import { z } from 'zod'
import { type MeshPod, meshPodSchema } from './mesh-pod.ts'
import type { MeshTelemetry } from './mesh-telemetry.ts'

const mostBodyBytes = 4 * 1024 * 1024
const envoyMetricsPort = 15090
const istiodMetricsPort = 15014

interface Answer {
  status: number
  type: string
  body: string
}

/**
 * `POST /pods` replaces the list of pods, `GET /pods` shows it, `GET /metrics/<namespace>/<pod>` is what a scrape of
 * that proxy would return. For Prometheus's `http_sd_configs`: `GET /sd` these metrics, `GET /sd/envoy` the proxies' own
 * counters, `GET /sd/istiod` the control plane.
 */
export function telemetryServer(telemetry: MeshTelemetry): Server {
  return createServer(async (request, response) => {
    const { status, type, body } = await answer(telemetry, request).catch(
      (error: unknown): Answer => text(400, `${error instanceof Error ? error.message : error}\n`),
    )
    response.writeHead(status, { 'content-type': type }).end(body)
  })
}

async function answer(telemetry: MeshTelemetry, request: IncomingMessage): Promise<Answer> {
  const { pathname } = new URL(request.url ?? '/', 'http://telemetry')
  if (request.method === 'POST' && pathname === '/pods') {
    telemetry.replacePods(z.array(meshPodSchema).parse(JSON.parse(await bodyOf(request))))
    return text(204, '')
  }
  if (request.method !== 'GET') {
    return text(405, 'GET, or POST /pods\n')
  }
  return listing(telemetry, pathname, request.headers.host ?? '') ?? metrics(telemetry, pathname)
}

function listing(telemetry: MeshTelemetry, pathname: string, host: string): Answer | undefined {
  const meshed = telemetry.meshedPods().filter(({ ip }) => ip !== '')
  if (pathname === '/pods') {
    return json(telemetry.pods())
  }
  if (pathname === '/sd') {
    return json(
      meshed.map((pod) => ({
        targets: [host],
        labels: {
          ...targetLabels(pod),
          instance: `${pod.ip}:15020`,
          __metrics_path__: `/metrics/${pod.namespace}/${pod.name}`,
        },
      })),
    )
  }
  if (pathname === '/sd/envoy') {
    return json(meshed.map((pod) => ({ targets: [`${pod.ip}:${envoyMetricsPort}`], labels: targetLabels(pod) })))
  }
  if (pathname === '/sd/istiod') {
    const istiods = telemetry.pods().filter(({ ip, labels }) => ip !== '' && labels.app === 'istiod')
    return json(istiods.map((pod) => ({ targets: [`${pod.ip}:${istiodMetricsPort}`], labels: targetLabels(pod) })))
  }
  return undefined
}

function metrics(telemetry: MeshTelemetry, pathname: string): Answer {
  const [, namespace = '', name = ''] = /^\/metrics\/([^/]+)\/([^/]+)$/.exec(pathname) ?? []
  telemetry.poll()
  const exposition = telemetry.exposition({ namespace, name })
  return exposition === undefined
    ? text(404, 'no such pod in the mesh\n')
    : { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: exposition }
}

function targetLabels({ namespace, name, labels }: MeshPod): Record<string, string> {
  return { namespace, pod: name, app: labels.app ?? '', version: labels.version ?? '' }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > mostBodyBytes) {
      throw new Error('the body is too large')
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function json(value: unknown): Answer {
  return { status: 200, type: 'application/json', body: JSON.stringify(value) }
}

function text(status: number, body: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body }
}

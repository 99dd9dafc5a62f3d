import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { lab } from './settings.ts'

const sources = import.meta.dirname

/** Folders of the cache by what they were built from: changed sources get a new folder, unchanged ones are never built again. */
export const built = {
  kubernetes: keyed('kubernetes', 'go/k8s'),
  istio: keyed('istio', 'go/istio'),
  jaeger: keyed('jaeger', 'go/jaeger'),
  envoy: keyed('envoy', 'envoy-requirements.txt'),
  node: join(lab.cache, `node-${process.version}`),
}

/** Every program and data file the lab runs on, readable for the pods' users. */
export const programs = {
  kubernetes: join(built.kubernetes, 'lab-kubernetes'),
  kubectl: join(built.kubernetes, 'kubectl'),
  pilotDiscovery: join(built.istio, 'pilot-discovery'),
  pilotAgent: join(built.istio, 'pilot-agent'),
  istioCrds: join(built.istio, 'istio-crds.yaml'),
  envoyBootstrap: join(built.istio, 'envoy-bootstrap.json'),
  /** Istio's own chart files for injection: `sidecar.yaml`, `gateway.yaml`, `values.yaml`. */
  injection: join(built.istio, 'injection'),
  jaeger: join(built.jaeger, 'jaeger'),
  envoy: join(built.envoy, 'envoy'),
  node: join(built.node, 'node'),
}

/** The Istio release that is built, as its version without the `v`. */
export function istioRelease(): string {
  const modules = readFileSync(join(sources, 'go/istio/go.mod'), 'utf8')
  return /istio\.io\/api v(\S+)/.exec(modules)?.[1] ?? 'unknown'
}

function keyed(name: string, source: string): string {
  return join(lab.cache, `${name}-${contentKey(join(sources, source))}`)
}

function contentKey(path: string): string {
  const hash = createHash('sha256')
  for (const file of filesOf(path)) {
    hash
      .update(`${relative(path, file)}\0`)
      .update(readFileSync(file))
      .update('\0')
  }
  return hash.digest('hex').slice(0, 12)
}

function filesOf(path: string): string[] {
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
  } catch {
    return [path]
  }
}

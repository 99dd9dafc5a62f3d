import type { Container, EnvVar, KeyRef, Pod } from './pod.ts'
import { parseQuantity } from './quantity.ts'

/** What a container's environment is taken from besides the pod itself. */
export interface EnvSources {
  podIp: string
  hostIp: string
  /** A value of a ConfigMap or Secret; undefined when the object or the key is absent. */
  lookUp(kind: 'configMap' | 'secret', reference: KeyRef): string | undefined
}

/** What a container without limits sees: on a cluster the node's own size, here a share that twenty pods can have. */
const unlimited: Record<string, number> = { cpu: 2, memory: 96 * 2 ** 20, 'ephemeral-storage': 2 ** 30 }

/** A container's environment in order of definition; throws with the variable's name when a value cannot be had. */
export function resolveEnv(pod: Pod, container: Container, sources: EnvSources): Record<string, string> {
  const env: Record<string, string> = {}
  for (const variable of container.env ?? []) {
    const value = valueFor(variable, pod, container, sources, env)
    if (value !== undefined) {
      env[variable.name] = value
    }
  }
  return env
}

function valueFor(
  { name, value, valueFrom }: EnvVar,
  pod: Pod,
  container: Container,
  sources: EnvSources,
  env: Readonly<Record<string, string>>,
): string | undefined {
  if (valueFrom?.fieldRef !== undefined) {
    return fieldOf(pod, valueFrom.fieldRef.fieldPath, sources)
  }
  if (valueFrom?.resourceFieldRef !== undefined) {
    return resourceOf(container, valueFrom.resourceFieldRef)
  }
  for (const kind of ['configMap', 'secret'] as const) {
    const reference = valueFrom?.[`${kind}KeyRef`]
    if (reference !== undefined) {
      const found = sources.lookUp(kind, reference)
      if (found === undefined && reference.optional !== true) {
        throw new Error(`${name}: no key ${reference.key} in ${kind} ${reference.name}`)
      }
      return found
    }
  }
  return expand(value ?? '', env)
}

/** Replaces `$(NAME)` where NAME is defined; `$$(NAME)` stays as `$(NAME)`. */
export function expand(text: string, env: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\$|\$\(([^)]+)\)/g, (whole, name: string | undefined) =>
    name === undefined ? '$' : (env[name] ?? whole),
  )
}

/** A field by the downward API's path; throws on one that it does not have. */
export function fieldOf(pod: Pod, path: string, { podIp, hostIp }: Pick<EnvSources, 'podIp' | 'hostIp'>): string {
  const { metadata, spec } = pod
  const [, map, key = ''] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path) ?? []
  if (map === 'labels' || map === 'annotations') {
    return metadata[map]?.[key] ?? ''
  }
  const fields: Record<string, string> = {
    'metadata.name': metadata.name,
    'metadata.namespace': metadata.namespace,
    'metadata.uid': metadata.uid,
    'metadata.labels': mapText(metadata.labels),
    'metadata.annotations': mapText(metadata.annotations),
    'spec.nodeName': spec.nodeName ?? '',
    'spec.serviceAccountName': spec.serviceAccountName ?? 'default',
    'status.podIP': podIp,
    'status.podIPs': podIp,
    'status.hostIP': hostIp,
    'status.hostIPs': hostIp,
  }
  const value = fields[path]
  if (value === undefined) {
    throw new Error(`unsupported field ${path}`)
  }
  return value
}

function mapText(map: Readonly<Record<string, string>> = {}): string {
  return Object.entries(map)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join('\n')
}

function resourceOf(container: Container, { resource, divisor = '1' }: { resource: string; divisor?: string }): string {
  const [kind = '', name = ''] = resource.split('.')
  const limit = container.resources?.limits?.[name]
  const stated = kind === 'requests' ? (container.resources?.requests?.[name] ?? limit) : limit
  const amount = stated === undefined ? unlimited[name] : parseQuantity(stated)
  if (amount === undefined) {
    throw new Error(`unsupported resource ${resource}`)
  }
  return String(Math.ceil(amount / (parseQuantity(divisor) || 1)))
}

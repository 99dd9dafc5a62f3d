import { accessSync, constants } from 'node:fs'
import { z } from 'zod'
import { IncidentName } from '../domain/incidents/incident.ts'
import { isNamespaceName } from '../domain/mesh/refuse-bad-names.ts'

export const isProduction = process.env.NODE_ENV === 'production'

const number = (name: string, fallback: number, min: number, max: number) =>
  z.coerce
    .number({ error: `${name} must be a number between ${min} and ${max}` })
    .min(min, `${name} must be at least ${min}`)
    .max(max, `${name} must be at most ${max}`)
    .default(fallback)

const text = z.string().min(1).optional()

const file = (name: string) =>
  text.refine((path) => path === undefined || isReadable(path), { error: `${name} must name a file that can be read` })

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}

const list = z
  .string()
  .transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .optional()

const httpUrl = (name: string) =>
  z
    .url({ protocol: /^https?$/, error: `${name} must be an http or https address` })
    .refine(hasReadableCredentials, `${name} must have the user and password in it percent-encoded`)
    .transform((value) => value.replace(/\/+$/, ''))

function hasReadableCredentials(address: string): boolean {
  const { username = '', password = '' } = URL.parse(address) ?? {}
  try {
    decodeURIComponent(`${username}${password}`)
    return true
  } catch {
    return false
  }
}

/** Addresses of servers that each know a part, comma-separated. */
const optionalHttpUrls = (name: string) =>
  list.pipe(z.array(httpUrl(name)).min(1, `${name} must be http or https addresses, comma-separated`).optional())

/** Addresses of servers with the same data, comma-separated. */
const httpUrls = (name: string) =>
  z
    .string({ error: `${name} is required with EXANTAS_SOURCE=cluster` })
    .transform((value) => value.split(',').map((part) => part.trim()))
    .pipe(z.tuple([httpUrl(name)], httpUrl(name)))

const headers = (name: string) =>
  z
    .string()
    .transform((value, issue) => {
      try {
        return z.record(z.string(), z.string()).parse(JSON.parse(value))
      } catch {
        issue.addIssue({ code: 'custom', message: `${name} must be a JSON object of strings` })
        return z.NEVER
      }
    })
    .default({})

const ownParameters: ReadonlySet<string> = new Set(['query', 'time', 'start', 'end', 'step', 'timeout', 'type'])

const queryParameters = (name: string) =>
  z
    .string()
    .transform((value, issue) => {
      const parameters = [...new URLSearchParams(value)]
      if (parameters.length === 0 || parameters.some(([key]) => key === '' || ownParameters.has(key))) {
        const message = `${name} must look like dedup=true&partial_response=false, without the parameters of a query itself`
        issue.addIssue({ code: 'custom', message })
        return z.NEVER
      }
      return parameters
    })
    .default([])

const pairs = z
  .string()
  .transform((value, issue) => {
    const entries = value.split(',').map((part) => part.split('='))
    if (entries.some((entry) => entry.length !== 2 || entry.some((side) => side.trim() === ''))) {
      issue.addIssue({ code: 'custom', message: 'EXANTAS_CLUSTER_IDS must look like context=id,context=id' })
      return z.NEVER
    }
    return Object.fromEntries(entries.map(([context = '', id = '']) => [context.trim(), id.trim()]))
  })
  .default({})

const unitSeconds: Record<string, number> = { s: 1, m: 60, h: 3_600 }

/** `name` or `name@offset`, comma-separated; the offset counts from the start, as in `-30m`. */
const incidents = z
  .string()
  .transform((value, issue) => {
    const planned = value.split(',').map((part) => {
      const [, name, sign = '+', amount = '0', unit = 's'] =
        /^([a-z-]+?)(?:@([+-])?(\d+(?:\.\d+)?)([smh]))?$/.exec(part.trim()) ?? []
      return {
        name: IncidentName.safeParse(name).data,
        afterSeconds: Number(`${sign}1`) * Number(amount) * (unitSeconds[unit] ?? 0),
      }
    })
    const known = planned.flatMap(({ name, afterSeconds }) => (name === undefined ? [] : [{ name, afterSeconds }]))
    if (known.length < planned.length || new Set(known.map(({ name }) => name)).size < known.length) {
      const message = `EXANTAS_DEMO_INCIDENT must look like missing-subset or version-slow@-30m, with names of ${IncidentName.options.join(', ')}, each once`
      issue.addIssue({ code: 'custom', message })
      return z.NEVER
    }
    return known
  })
  .default([])

const Common = z.object({
  PORT: number('PORT', 3000, 0, 65_535).pipe(z.int('PORT must be a whole number')),
  HOST: z.string().min(1).default('127.0.0.1'),
  EXANTAS_ALLOWED_HOSTS: list,
  EXANTAS_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], {
      error: 'EXANTAS_LOG_LEVEL must be one of debug, info, warn, error, silent',
    })
    .default('info'),
  EXANTAS_THRESHOLDS_FILE: text,
  EXANTAS_WRITES_PER_SECOND: number('EXANTAS_WRITES_PER_SECOND', 1, 0.1, 100),
  EXANTAS_WRITE_BURST: number('EXANTAS_WRITE_BURST', 5, 1, 1000).pipe(
    z.int('EXANTAS_WRITE_BURST must be a whole number'),
  ),
})

const Demo = Common.extend({
  EXANTAS_SOURCE: z.literal('demo'),
  EXANTAS_DEMO_SERVICES: number('EXANTAS_DEMO_SERVICES', 12, 12, 5000).pipe(
    z.int('EXANTAS_DEMO_SERVICES must be a whole number'),
  ),
  EXANTAS_DEMO_SEED: number('EXANTAS_DEMO_SEED', 1, 0, 4_294_967_295).pipe(
    z.int('EXANTAS_DEMO_SEED must be a whole number'),
  ),
  EXANTAS_DEMO_SPEED: number('EXANTAS_DEMO_SPEED', 1, 0.1, 1000),
  EXANTAS_DEMO_QUIET: z
    .enum(['true', 'false'], { error: 'EXANTAS_DEMO_QUIET must be true or false' })
    .default('false')
    .transform((value) => value === 'true'),
  EXANTAS_DEMO_INCIDENT: incidents,
})

const Cluster = Common.extend({
  EXANTAS_SOURCE: z.literal('cluster'),
  EXANTAS_PROMETHEUS_URL: httpUrls('EXANTAS_PROMETHEUS_URL'),
  EXANTAS_PROMETHEUS_BEARER_TOKEN: text,
  EXANTAS_PROMETHEUS_USERNAME: text,
  EXANTAS_PROMETHEUS_PASSWORD: text,
  EXANTAS_PROMETHEUS_HEADERS: headers('EXANTAS_PROMETHEUS_HEADERS'),
  EXANTAS_PROMETHEUS_PARAMS: queryParameters('EXANTAS_PROMETHEUS_PARAMS'),
  EXANTAS_PROMETHEUS_CA_FILE: file('EXANTAS_PROMETHEUS_CA_FILE'),
  EXANTAS_PROMETHEUS_CERT_FILE: file('EXANTAS_PROMETHEUS_CERT_FILE'),
  EXANTAS_PROMETHEUS_KEY_FILE: file('EXANTAS_PROMETHEUS_KEY_FILE'),
  EXANTAS_PROMETHEUS_TIMEOUT_SECONDS: number('EXANTAS_PROMETHEUS_TIMEOUT_SECONDS', 15, 0.1, 300),
  EXANTAS_ALERTMANAGER_URL: httpUrl('EXANTAS_ALERTMANAGER_URL').optional(),
  EXANTAS_ALERTMANAGER_BEARER_TOKEN: text,
  EXANTAS_ALERTMANAGER_USERNAME: text,
  EXANTAS_ALERTMANAGER_PASSWORD: text,
  EXANTAS_ALERTMANAGER_HEADERS: headers('EXANTAS_ALERTMANAGER_HEADERS'),
  EXANTAS_ALERTMANAGER_TIMEOUT_SECONDS: number('EXANTAS_ALERTMANAGER_TIMEOUT_SECONDS', 10, 0.1, 300),
  EXANTAS_ISTIOD_URL: optionalHttpUrls('EXANTAS_ISTIOD_URL'),
  EXANTAS_ISTIOD_TOKEN_FILE: file('EXANTAS_ISTIOD_TOKEN_FILE'),
  EXANTAS_ISTIOD_TIMEOUT_SECONDS: number('EXANTAS_ISTIOD_TIMEOUT_SECONDS', 5, 0.1, 60),
  KUBECONFIG: text,
  EXANTAS_KUBE_CONTEXTS: list,
  EXANTAS_KUBE_TIMEOUT_SECONDS: number('EXANTAS_KUBE_TIMEOUT_SECONDS', 30, 0.1, 300),
  EXANTAS_CLUSTER_IDS: pairs,
  EXANTAS_NAMESPACES: list.refine((names) => names === undefined || names.every(isNamespaceName), {
    error: 'EXANTAS_NAMESPACES must be names of namespaces, comma-separated',
  }),
})

const Env = z
  .discriminatedUnion('EXANTAS_SOURCE', [Demo, Cluster], { error: 'EXANTAS_SOURCE must be demo or cluster' })
  .superRefine((env, issue) => {
    if (env.EXANTAS_SOURCE !== 'cluster') {
      return
    }
    for (const store of ['PROMETHEUS', 'ALERTMANAGER'] as const) {
      if (env[`EXANTAS_${store}_BEARER_TOKEN`] !== undefined && env[`EXANTAS_${store}_USERNAME`] !== undefined) {
        const message = `EXANTAS_${store}_BEARER_TOKEN and EXANTAS_${store}_USERNAME exclude each other`
        issue.addIssue({ code: 'custom', message })
      }
    }
    if ((env.EXANTAS_PROMETHEUS_CERT_FILE === undefined) !== (env.EXANTAS_PROMETHEUS_KEY_FILE === undefined)) {
      const message = 'EXANTAS_PROMETHEUS_CERT_FILE and EXANTAS_PROMETHEUS_KEY_FILE need each other'
      issue.addIssue({ code: 'custom', message })
    }
  })

export type Env = z.infer<typeof Env>

/** The environment as settings, or one sentence for each variable that is wrong. Empty variables count as absent. */
export function parseEnv(variables: NodeJS.ProcessEnv): { env: Env } | { problems: string[] } {
  const present = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const parsed = Env.safeParse(present)
  return parsed.success
    ? { env: parsed.data }
    : { problems: parsed.error.issues.map((issue) => sentence(issue.path.join('.'), issue.message)) }
}

function sentence(variable: string, message: string): string {
  return message.includes('EXANTAS_') || message.startsWith(variable) ? message : `${variable}: ${message}`
}

/** The settings of this process; throws with every problem named. */
export function readEnv(): Env {
  const parsed = parseEnv(process.env)
  if ('problems' in parsed) {
    throw new Error(`The environment is not usable:\n  ${parsed.problems.join('\n  ')}`)
  }
  return parsed.env
}

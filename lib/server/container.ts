import 'server-only'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { alertmanagerAlerts } from '../adapters/alertmanager/alertmanager-alerts.ts'
import { demoAlerts } from '../adapters/demo/demo-alerts.ts'
import { demoClock } from '../adapters/demo/demo-clock.ts'
import { demoCluster } from '../adapters/demo/demo-cluster.ts'
import { demoLogs } from '../adapters/demo/demo-logs.ts'
import { demoMetrics } from '../adapters/demo/demo-metrics.ts'
import { demoProxies } from '../adapters/demo/demo-proxies.ts'
import { demoRecords } from '../adapters/demo/demo-records.ts'
import { begunIncidents, type DemoScenario, demoScenario, startLater } from '../adapters/demo/demo-scenario.ts'
import { exportMetricsPieces } from '../adapters/demo/export-metrics.ts'
import { demoWorld } from '../adapters/demo/world.ts'
import { istiodDebug } from '../adapters/istiod/istiod-debug.ts'
import { istiodProxies } from '../adapters/istiod/istiod-proxies.ts'
import { connectKubernetes, type KubernetesHatches } from '../adapters/kubernetes/connect-kubernetes.ts'
import { callQueryText } from '../adapters/prometheus/call-query-text.ts'
import { connectPrometheus } from '../adapters/prometheus/connect-prometheus.ts'
import { historyTexts } from '../adapters/prometheus/history-texts.ts'
import { authorizationHeader } from '../adapters/prometheus/prometheus-metrics.ts'
import { callHistoryTexts } from '../adapters/prometheus/read-call-history.ts'
import { pinoLog } from '../adapters/system/pino-log.ts'
import { systemClock } from '../adapters/system/system-clock.ts'
import type { Actor } from '../ports/actor.ts'
import type { Alerts } from '../ports/alerts.ts'
import type { Clock } from '../ports/clock.ts'
import type { ControlPlanes } from '../ports/control-planes.ts'
import type { Hatches } from '../ports/ctx.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { WriteQueue } from '../ports/write-queue.ts'
import { certainWrites } from './certain-writes.ts'
import { ChangeKeeper } from './change-keeper.ts'
import { coalescedAlerts } from './coalesced-alerts.ts'
import { coalescedMetrics } from './coalesced-metrics.ts'
import { type Env, readEnv } from './env.ts'
import { LiveHub } from './live-hub.ts'
import { type ReadableNamespaces, readableNamespaces } from './readable-namespaces.ts'
import { ruledCluster } from './ruled-cluster.ts'
import { type ShareFlight, sharedFlights } from './shared-flights.ts'
import { readThresholdsFile } from './thresholds-file.ts'
import { queuedWrites } from './write-queue.ts'

export interface Container extends Hatches {
  env: Env
  /** Who every request acts as until people sign in. */
  actor: Actor
  hub: LiveHub
  readable: ReadableNamespaces
  /** Sees to changes after they are written, and to those a crash left. */
  keeper: ChangeKeeper
  /** For answers that are dear to make and the same for all who ask. */
  share: ShareFlight
  ownMetrics: OwnMetrics
  /** The demo's counters as a Prometheus would scrape them, in pieces; absent on a real cluster. */
  exportDemoMetrics?: () => Iterable<string>
  /** What goes wrong in the demo; absent on a real cluster. */
  scenario?: DemoScenario
  close(): Promise<void>
}

/** What the console measures of itself. */
export interface OwnMetrics {
  registry: Registry
  requestSeconds: Histogram<'route' | 'method' | 'status'>
}

type World = Pick<
  Container,
  | 'cluster'
  | 'logs'
  | 'metrics'
  | 'alerts'
  | 'proxies'
  | 'records'
  | 'clock'
  | 'actor'
  | 'exportDemoMetrics'
  | 'scenario'
>

/** Istiod gathers what comes within 0.1 s, and people look in between. */
const objectPauseSeconds = 2

const slot = Symbol.for('exantas.container')

/** The one container of this process. Module state exists several times in a Next server, `globalThis` once. */
export function container(): Container {
  const house = globalThis as { [slot]?: Container }
  house[slot] ??= buildContainer(readEnv())
  return house[slot]
}

function buildContainer(env: Env): Container {
  const log = pinoLog(env.EXANTAS_LOG_LEVEL)
  const world = env.EXANTAS_SOURCE === 'demo' ? demo(env) : real(env, log)
  const hub = new LiveHub(world.clock, log)
  const { EXANTAS_THRESHOLDS_FILE: thresholdsFile } = env
  const { cluster: queued, writes } = queuedWrites(certainWrites(world.cluster), world.clock, {
    perSecond: env.EXANTAS_WRITES_PER_SECOND,
    burst: env.EXANTAS_WRITE_BURST,
    objectPauseSeconds,
  })
  const cluster = thresholdsFile === undefined ? queued : ruledCluster(queued, readThresholdsFile(thresholdsFile))
  const keeper = new ChangeKeeper({ ...world, cluster, log })
  return {
    ...world,
    cluster,
    writes,
    keeper,
    metrics: coalescedMetrics(world.metrics, world.clock),
    alerts: world.alerts.map((alerts) => coalescedAlerts(alerts, world.clock)),
    log,
    env,
    hub,
    readable: readableNamespaces(namespacesOf(env), world.cluster, world.clock),
    share: sharedFlights(world.clock),
    ownMetrics: ownMetrics(hub, writes),
    async close() {
      hub.close()
      keeper.close()
      await world.cluster.close()
    },
  }
}

function demo(env: Extract<Env, { EXANTAS_SOURCE: 'demo' }>): World {
  const clock = demoClock({ speed: env.EXANTAS_DEMO_SPEED })
  const startedAt = clock.now()
  const world = demoWorld({
    seed: env.EXANTAS_DEMO_SEED,
    services: env.EXANTAS_DEMO_SERVICES,
    startedAt,
    isQuiet: env.EXANTAS_DEMO_QUIET,
    incidents: begunIncidents(env.EXANTAS_DEMO_INCIDENT, startedAt),
  })
  const scenario = demoScenario(world, clock)
  void startLater(scenario, clock, env.EXANTAS_DEMO_INCIDENT)
  return {
    clock,
    scenario,
    cluster: demoCluster(world, clock),
    logs: demoLogs(world, clock),
    metrics: demoMetrics(world, clock, { history: historyTexts, callHistory: callHistoryTexts, call: callQueryText }),
    alerts: [demoAlerts(world, clock)],
    proxies: demoProxies(world, clock),
    records: demoRecords(world, clock),
    actor: { name: 'demo-user' },
    exportDemoMetrics: () => exportMetricsPieces(world, Math.floor(clock.now())),
  }
}

function namespacesOf(env: Env): readonly string[] | undefined {
  return env.EXANTAS_SOURCE === 'cluster' ? env.EXANTAS_NAMESPACES : undefined
}

type ClusterEnv = Extract<Env, { EXANTAS_SOURCE: 'cluster' }>

function real(env: ClusterEnv, log: Log): World {
  const clock = systemClock()
  const { metrics, alerts } = prometheusOf(env, log)
  const { EXANTAS_ALERTMANAGER_URL: alertmanagerUrl } = env
  const { planes, ...kubernetes } = kubernetesOf(env, clock, log)
  return {
    clock,
    ...kubernetes,
    proxies: istiodProxies(istiodOf(env) ?? planes, clock),
    metrics,
    alerts: [...(alertmanagerUrl === undefined ? [] : [alertmanagerOf(alertmanagerUrl, env)]), alerts],
    actor: { name: 'cluster-account' },
  }
}

function kubernetesOf(env: ClusterEnv, clock: Clock, log: Log): KubernetesHatches {
  return connectKubernetes({
    kubeconfigPath: env.KUBECONFIG,
    contexts: env.EXANTAS_KUBE_CONTEXTS,
    clusterIds: env.EXANTAS_CLUSTER_IDS,
    namespaces: env.EXANTAS_NAMESPACES,
    timeoutSeconds: env.EXANTAS_KUBE_TIMEOUT_SECONDS,
    log,
    clock,
    random: Math.random,
  })
}

function istiodOf(env: ClusterEnv): ControlPlanes | undefined {
  const { EXANTAS_ISTIOD_URL: urls, EXANTAS_ISTIOD_TOKEN_FILE: tokenFile } = env
  return urls === undefined
    ? undefined
    : istiodDebug({ urls, tokenFile, timeoutSeconds: env.EXANTAS_ISTIOD_TIMEOUT_SECONDS })
}

function prometheusOf(env: ClusterEnv, log: Log): { metrics: Metrics; alerts: Alerts } {
  return connectPrometheus({
    baseUrls: env.EXANTAS_PROMETHEUS_URL,
    headers: {
      ...authorizationHeader({
        bearerToken: env.EXANTAS_PROMETHEUS_BEARER_TOKEN,
        username: env.EXANTAS_PROMETHEUS_USERNAME,
        password: env.EXANTAS_PROMETHEUS_PASSWORD,
      }),
      ...env.EXANTAS_PROMETHEUS_HEADERS,
    },
    extraParameters: env.EXANTAS_PROMETHEUS_PARAMS,
    tls: {
      caFile: env.EXANTAS_PROMETHEUS_CA_FILE,
      certFile: env.EXANTAS_PROMETHEUS_CERT_FILE,
      keyFile: env.EXANTAS_PROMETHEUS_KEY_FILE,
    },
    timeoutSeconds: env.EXANTAS_PROMETHEUS_TIMEOUT_SECONDS,
    log,
  })
}

function alertmanagerOf(baseUrl: string, env: ClusterEnv): Alerts {
  return alertmanagerAlerts({
    baseUrl,
    headers: {
      ...authorizationHeader({
        bearerToken: env.EXANTAS_ALERTMANAGER_BEARER_TOKEN,
        username: env.EXANTAS_ALERTMANAGER_USERNAME,
        password: env.EXANTAS_ALERTMANAGER_PASSWORD,
      }),
      ...env.EXANTAS_ALERTMANAGER_HEADERS,
    },
    timeoutSeconds: env.EXANTAS_ALERTMANAGER_TIMEOUT_SECONDS,
  })
}

function ownMetrics(hub: LiveHub, writes: WriteQueue): OwnMetrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  gauge(registry, 'exantas_live_streams', 'Open live streams', () => hub.subscribers)
  gauge(registry, 'exantas_writes_waiting', 'Writes that wait their turn', () => writes.state().waiting)
  gauge(registry, 'exantas_writes_under_way', 'Writes that were sent', () => writes.state().writing)
  gauge(
    registry,
    'exantas_writes_paused_seconds',
    'Seconds until the API server wants to be asked again',
    () => writes.state().pausedSeconds ?? 0,
  )
  const requestSeconds = new Histogram({
    name: 'exantas_http_request_duration_seconds',
    help: 'Time to answer an API request',
    labelNames: ['route', 'method', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  })
  return { registry, requestSeconds }
}

function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read())
    },
  })
}

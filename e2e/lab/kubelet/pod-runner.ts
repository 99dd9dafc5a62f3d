import { once } from 'node:events'
import { join } from 'node:path'
import { lab } from '../settings.ts'
import { runCapture } from './capture-container.ts'
import { containerProgram } from './container-program.ts'
import { type ContainerRecord, containerRecord, hasSucceeded, isSidecar } from './container-record.ts'
import type { ContainerRunner } from './container-runner.ts'
import { logLine } from './log-line.ts'
import { addNamespace, namespaceOfPod, removeNamespace, setKernelParameter } from './network.ts'
import { pause } from './pause.ts'
import { type Container, type Pod, podKey, type RestartPolicy } from './pod.ts'
import { runnerOf, runStopHook } from './pod-containers.ts'
import { logFolder, refreshVolumes } from './pod-folder.ts'
import { podStatus } from './pod-status.ts'
import { type StatusReporter, statusReporter } from './status-reporter.ts'
import { timeNow } from './time-now.ts'

interface PodRunnerOptions {
  pod: Pod
  podIp: string
  /** When its containers may start. */
  turn: Promise<void>
  /** Writes what the pod's processes find in /etc. */
  beforeNetwork(): void
  afterNetwork(): void
  afterEnd(): void
}

interface KnownContainer {
  record: ContainerRecord
  runner: ContainerRunner | undefined
  logFolder: string
}

const retryMs = 1_000
/** What sidecars have for themselves after the applications have ended. */
const sidecarGraceMs = 1_500

/** Runs one pod from its network to its status. */
export class PodRunner {
  readonly podIp: string
  /** Undefined on the host's network. */
  readonly namespace: string | undefined
  private readonly options: PodRunnerOptions
  private newest: Pod
  private readonly init: ContainerRecord[]
  private readonly main: ContainerRecord[]
  private readonly runners = new Map<string, ContainerRunner>()
  private readonly reporter: StatusReporter
  private readonly startTime: string
  private readonly stopping = new AbortController()
  private changed = Promise.withResolvers<void>()
  private hasNetwork = false
  private readonly running: Promise<void>

  constructor(options: PodRunnerOptions) {
    const { pod, podIp } = options
    const { metadata, spec, status } = pod
    const now = timeNow()
    this.options = options
    this.newest = pod
    this.podIp = podIp
    this.namespace = spec.hostNetwork === true ? undefined : namespaceOfPod(metadata)
    const before = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
    const waitsFor = spec.initContainers?.length ? 'PodInitializing' : 'ContainerCreating'
    const recordOf = (one: Container) => {
      const known = before.find(({ name }) => name === one.name)
      return containerRecord(one, known, now, waitsFor)
    }
    this.init = (spec.initContainers ?? []).map(recordOf)
    this.main = spec.containers.map(recordOf)
    this.startTime = status?.startTime ?? now
    this.reporter = statusReporter(metadata, status)
    this.running = this.run().catch((error: Error) => logLine(`${podKey(metadata)}: ${error.message}`))
  }

  get pod(): Pod {
    return this.newest
  }

  get isReady(): boolean {
    const { conditions = [] } = this.reporter.reported() ?? {}
    return conditions.some(({ type, status }) => type === 'Ready' && status === 'True')
  }

  /** Resolves when the API server has its newest status. */
  reported(): Promise<void> {
    return this.reporter.settled()
  }

  container(name: string): KnownContainer | undefined {
    const record = [...this.init, ...this.main].find(({ spec }) => spec.name === name)
    return record && { record, runner: this.runners.get(name), logFolder: this.logFolderOf(record) }
  }

  update(pod: Pod): void {
    const written = ({ metadata }: Pod) => JSON.stringify([metadata.labels, metadata.annotations])
    const isRelabelled = written(pod) !== written(this.newest)
    this.newest = pod
    if (isRelabelled) {
      const addresses = { podIp: this.podIp, hostIp: lab.gatewayIp }
      refreshVolumes(pod, addresses).catch((error: Error) => logLine(error.message))
    }
  }

  /** Ends the containers, applications before sidecars and each after its stop hook, or in a hurry all at once; removes the network. */
  async stop(graceMs: number, isHurried: boolean): Promise<void> {
    this.stopping.abort()
    this.changed.resolve()
    await this.running
    if (isHurried) {
      await this.end([...this.main, ...this.init], Math.min(graceMs, sidecarGraceMs))
    } else {
      await this.endInOrder(graceMs)
    }
    this.options.afterEnd()
    if (this.namespace !== undefined) {
      removeNamespace(this.namespace)
    }
    await this.reporter.settled()
  }

  private async run(): Promise<void> {
    this.report()
    await Promise.race([this.options.turn, once(this.stopping.signal, 'abort')])
    while (!this.hasNetwork && !this.stopping.signal.aborted) {
      try {
        this.setUpNetwork()
      } catch (error) {
        logLine(`network of ${podKey(this.pod.metadata)}: ${error instanceof Error ? error.message : error}`)
        await pause(retryMs, this.stopping.signal)
      }
    }
    for (const record of this.init) {
      await this.initialize(record)
    }
    if (!this.stopping.signal.aborted) {
      for (const record of this.main) {
        this.begin(record, this.restartPolicy)
      }
    }
  }

  private setUpNetwork(): void {
    const { namespace, podIp, options } = this
    if (namespace !== undefined) {
      options.beforeNetwork()
      addNamespace(namespace, podIp)
      for (const { name, value } of this.pod.spec.securityContext?.sysctls ?? []) {
        setKernelParameter(namespace, name, value)
      }
      options.afterNetwork()
    }
    this.hasNetwork = true
    this.report()
  }

  /** Resolves when the next container may follow. */
  private async initialize(record: ContainerRecord): Promise<void> {
    if (this.stopping.signal.aborted) {
      return
    }
    if (containerProgram(record.spec)?.kind !== 'capture') {
      // Init containers of pods that run for ever are tried until they succeed.
      const untilDone = this.restartPolicy === 'Never' ? 'Never' : 'OnFailure'
      this.begin(record, isSidecar(record.spec) ? 'Always' : untilDone)
    } else if (this.namespace !== undefined) {
      runCapture(record, this.namespace, this.logFolderOf(record))
      this.report()
    }
    const isDone = () => (isSidecar(record.spec) ? record.isStarted : hasSucceeded(record))
    while (!isDone() && !this.stopping.signal.aborted) {
      await this.changed.promise
    }
  }

  private begin(record: ContainerRecord, policy: RestartPolicy): void {
    const runner = runnerOf(this.place(), record, policy, () => this.report())
    this.runners.set(record.spec.name, runner)
    void runner.start()
  }

  private async endInOrder(graceMs: number): Promise<void> {
    const deadline = performance.now() + graceMs
    const hooks = Promise.allSettled([...this.runners.values()].map((one) => runStopHook(this.place(), one, graceMs)))
    await this.end(this.main, graceMs)
    await hooks
    await this.end([...this.init].reverse(), Math.max(deadline - performance.now(), Math.min(graceMs, sidecarGraceMs)))
  }

  private async end(records: readonly ContainerRecord[], graceMs: number): Promise<void> {
    await Promise.all(records.map(({ spec: { name } }) => this.runners.get(name)?.stop(graceMs)))
  }

  private report(): void {
    this.reporter.report(
      podStatus({
        init: this.init,
        main: this.main,
        restartPolicy: this.restartPolicy,
        ...(this.hasNetwork ? { podIp: this.podIp } : {}),
        hostIp: lab.gatewayIp,
        startTime: this.startTime,
        before: this.reporter.reported()?.conditions ?? [],
        now: timeNow(),
      }),
    )
    this.changed.resolve()
    this.changed = Promise.withResolvers<void>()
  }

  private get restartPolicy(): RestartPolicy {
    return this.pod.spec.restartPolicy ?? 'Always'
  }

  private place() {
    return {
      pod: this.pod,
      podIp: this.podIp,
      ...(this.namespace === undefined ? {} : { namespace: this.namespace }),
    }
  }

  private logFolderOf({ spec }: ContainerRecord): string {
    return join(logFolder(this.pod.metadata), spec.name)
  }
}

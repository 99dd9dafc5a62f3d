import { randomBytes } from 'node:crypto'
import { type BackOff, backOff } from './back-off.ts'
import { type ContainerLog, openContainerLog } from './container-log.ts'
import type { ContainerProcess } from './container-process.ts'
import type { ContainerRecord } from './container-record.ts'
import type { ContainerState, ProbeSpec, RestartPolicy } from './pod.ts'
import { followProbe } from './probe.ts'
import type { ProbeKind } from './probe-verdict.ts'
import { timeNow } from './time-now.ts'

interface ContainerRunnerOptions {
  record: ContainerRecord
  restartPolicy: RestartPolicy
  podIp: string
  /** As messages call it. */
  podName: string
  logFolder: string
  /** Undefined: the lab has no such image. Rejects when the container's definition cannot be met yet. */
  launch: ((onOutput: (chunk: Buffer) => void) => Promise<ContainerProcess>) | undefined
  onChange(): void
}

interface Run {
  process: ContainerProcess
  /** Ends its probes. */
  over: AbortController
  startedAt: string
  beganAtMs: number
}

const retryMs = 1_000
const pullRetryMs = 5_000
/** For a container that its own probe condemned. */
const probeGraceMs = 3_000

/** Runs a container again and again by its restart policy, probes it, and keeps its record. */
export class ContainerRunner {
  readonly record: ContainerRecord
  private readonly options: ContainerRunnerOptions
  private readonly pause: BackOff = backOff()
  private isStopping = false
  private timer: NodeJS.Timeout | undefined
  private present: Run | undefined
  private presentLog: ContainerLog | undefined

  constructor(options: ContainerRunnerOptions) {
    this.options = options
    this.record = options.record
  }

  /** The log of the present or last run; undefined before the first. */
  get log(): ContainerLog | undefined {
    return this.presentLog
  }

  /** Launches the container now; what becomes of it stands in the record. */
  async start(): Promise<void> {
    const { launch, logFolder } = this.options
    if (launch === undefined) {
      this.failToPull()
      return
    }
    const isFirst = this.record.containerId === undefined
    const log = openContainerLog(logFolder, this.record.restartCount + (isFirst ? 0 : 1))
    this.presentLog = log
    try {
      const process = await launch((chunk) => log.write(chunk))
      this.record.restartCount += isFirst ? 0 : 1
      this.begin(process)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.become({ waiting: { reason: 'CreateContainerConfigError', message } })
      this.startAgain(retryMs)
    }
  }

  /** Asks the process to end, ends it by force after `graceMs`, and starts it no more. */
  async stop(graceMs: number): Promise<void> {
    this.isStopping = true
    clearTimeout(this.timer)
    if (this.present !== undefined) {
      this.present.over.abort()
      await terminate(this.present.process, graceMs)
    }
  }

  private become(state: ContainerState): void {
    this.record.state = state
    this.options.onChange()
  }

  private startAgain(afterMs: number): void {
    if (!this.isStopping) {
      this.timer = setTimeout(() => void this.start(), afterMs)
    }
  }

  private failToPull(): void {
    const isFirst = this.record.state.waiting?.reason !== 'ErrImagePull'
    const message = `the lab has no image ${this.record.spec.image}`
    this.become({ waiting: { reason: isFirst ? 'ErrImagePull' : 'ImagePullBackOff', message } })
    if (isFirst) {
      this.startAgain(pullRetryMs)
    }
  }

  private begin(process: ContainerProcess): void {
    const { record } = this
    const run = { process, over: new AbortController(), startedAt: timeNow(), beganAtMs: performance.now() }
    this.present = run
    record.containerId = `exantas-lab://${randomBytes(32).toString('hex')}`
    record.isStarted = record.spec.startupProbe === undefined
    record.isReady = record.isStarted && record.spec.readinessProbe === undefined
    void process.ended.then((exitCode) => this.end(run, exitCode))
    this.become({ running: { startedAt: run.startedAt } })
    if (this.isStopping) {
      process.kill()
    } else if (record.isStarted) {
      this.probeStarted(run)
    } else {
      this.probe('startup', record.spec.startupProbe, run)
    }
  }

  private probeStarted(run: Run): void {
    this.probe('readiness', this.record.spec.readinessProbe, run)
    this.probe('liveness', this.record.spec.livenessProbe, run)
  }

  private probe(kind: ProbeKind, spec: ProbeSpec | undefined, run: Run): void {
    if (spec === undefined) {
      return
    }
    const enough = new AbortController()
    void followProbe({
      kind,
      spec,
      container: this.record.spec,
      podIp: this.options.podIp,
      signal: AbortSignal.any([run.over.signal, enough.signal]),
      onTurn: (isUp, reason) => {
        if (kind !== 'readiness' && (kind === 'startup' || !isUp)) {
          enough.abort()
        }
        this.onTurn(kind, isUp, reason, run)
      },
    })
  }

  private onTurn(kind: ProbeKind, isUp: boolean, reason: string, run: Run): void {
    const { record } = this
    if (kind === 'readiness') {
      record.isReady = isUp
      this.options.onChange()
    } else if (!isUp) {
      this.presentLog?.append([`${kind} probe failed: ${reason}; the container is restarted`])
      void terminate(run.process, probeGraceMs)
    } else if (kind === 'startup') {
      record.isStarted = true
      record.isReady = record.spec.readinessProbe === undefined
      this.options.onChange()
      this.probeStarted(run)
    }
  }

  private end({ over, startedAt, beganAtMs }: Run, exitCode: number): void {
    over.abort()
    this.present = undefined
    this.presentLog?.end()
    const { record } = this
    record.isStarted = false
    record.isReady = false
    const { containerId: containerID } = record
    const reason = exitCode === 0 ? 'Completed' : 'Error'
    const terminated = { exitCode, reason, startedAt, finishedAt: timeNow(), ...(containerID ? { containerID } : {}) }
    const isLoop = record.lastState.terminated !== undefined
    this.become({ terminated })
    if (this.isStopping || !mayRestart(this.options.restartPolicy, exitCode)) {
      return
    }
    const waitMs = this.pause.ended(performance.now() - beganAtMs)
    record.lastState = { terminated }
    if (isLoop) {
      const { podName } = this.options
      const message = `back-off ${waitMs / 1000}s restarting failed container=${record.spec.name} pod=${podName}`
      this.become({ waiting: { reason: 'CrashLoopBackOff', message } })
    }
    this.startAgain(waitMs)
  }
}

async function terminate(process: ContainerProcess, graceMs: number): Promise<void> {
  const force = setTimeout(() => process.kill(), graceMs)
  process.terminate()
  await process.ended
  clearTimeout(force)
}

function mayRestart(policy: RestartPolicy, exitCode: number): boolean {
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0)
}

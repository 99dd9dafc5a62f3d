import type { Container, ContainerState, ContainerStatus } from './pod.ts'

/** What the kubelet knows of one container of a pod. */
export interface ContainerRecord {
  readonly spec: Container
  restartCount: number
  containerId?: string
  state: ContainerState
  lastState: ContainerState
  /** The startup probe's word; true without one as soon as it runs. */
  isStarted: boolean
  /** The readiness probe's word; true without one as soon as it has started. */
  isReady: boolean
}

/** A container that has not run, or that ran under an earlier kubelet: then as after the node's reboot. */
export function containerRecord(
  spec: Container,
  before: ContainerStatus | undefined,
  now: string,
  waitsFor: 'PodInitializing' | 'ContainerCreating' = 'ContainerCreating',
): ContainerRecord {
  const record: ContainerRecord = {
    spec,
    restartCount: 0,
    state: { waiting: { reason: waitsFor } },
    lastState: {},
    isStarted: false,
    isReady: false,
  }
  if (before?.containerID === undefined) {
    return { ...record, restartCount: before?.restartCount ?? 0 }
  }
  const { startedAt = now } = before.state.running ?? before.state.terminated ?? {}
  const lost = { exitCode: 255, reason: 'Unknown', startedAt, finishedAt: now, containerID: before.containerID }
  return {
    ...record,
    restartCount: before.restartCount + 1,
    lastState: { terminated: before.state.terminated ?? before.lastState.terminated ?? lost },
    ...(before.state.running ? { lastState: { terminated: lost } } : {}),
  }
}

export function hasSucceeded({ state }: ContainerRecord): boolean {
  return state.terminated?.exitCode === 0
}

/** An init container that stays: a sidecar. */
export function isSidecar({ restartPolicy }: Container): boolean {
  return restartPolicy === 'Always'
}

/** The record as the API server shows it. */
export function containerStatus(record: ContainerRecord, isInit = false): ContainerStatus {
  const { spec, containerId, restartCount, state, lastState } = record
  const isRunning = state.running !== undefined
  const isDone = isInit && !isSidecar(spec) && hasSucceeded(record)
  return {
    name: spec.name,
    image: spec.image,
    imageID: containerId === undefined ? '' : spec.image,
    ...(containerId === undefined ? {} : { containerID: containerId }),
    ready: isDone || (isRunning && record.isStarted && record.isReady),
    started: isRunning && record.isStarted,
    restartCount,
    state,
    lastState,
  }
}

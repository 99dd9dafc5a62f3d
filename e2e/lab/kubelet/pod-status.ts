import { type ContainerRecord, containerStatus, hasSucceeded, isSidecar } from './container-record.ts'
import type { ContainerStatus, PodCondition, PodStatus, RestartPolicy } from './pod.ts'

interface PodFacts {
  init: readonly ContainerRecord[]
  main: readonly ContainerRecord[]
  restartPolicy: RestartPolicy
  /** Absent until the pod has its network. */
  podIp?: string
  hostIp: string
  startTime: string
  /** What was reported before: a condition that stays keeps its time. */
  before?: readonly PodCondition[]
  now: string
}

/** A pod's status as kubelets write it. */
export function podStatus(facts: PodFacts): PodStatus & { podIPs?: object[]; hostIPs: object[] } {
  const { init, main, podIp, hostIp, startTime } = facts
  const initContainerStatuses = init.map((record) => containerStatus(record, true))
  const containerStatuses = main.map((record) => containerStatus(record))
  const phase = phaseOf(facts)
  return {
    phase,
    hostIP: hostIp,
    hostIPs: [{ ip: hostIp }],
    ...(podIp === undefined ? {} : { podIP: podIp, podIPs: [{ ip: podIp }] }),
    startTime,
    conditions: conditionsOf(facts, phase, initContainerStatuses, containerStatuses),
    ...(init.length === 0 ? {} : { initContainerStatuses }),
    containerStatuses,
  }
}

function isInitialized(record: ContainerRecord): boolean {
  return isSidecar(record.spec) ? record.isStarted : hasSucceeded(record)
}

function hasRun({ state, lastState }: ContainerRecord): boolean {
  return state.waiting === undefined || lastState.terminated !== undefined
}

function phaseOf({ init, main, restartPolicy }: PodFacts): string {
  if (restartPolicy === 'Never' && init.some((one) => !isSidecar(one.spec) && isFailed(one))) {
    return 'Failed'
  }
  if (!main.every(hasRun)) {
    return 'Pending'
  }
  if (restartPolicy === 'Always' || main.some(({ state }) => state.terminated === undefined)) {
    return 'Running'
  }
  if (main.every(hasSucceeded)) {
    return 'Succeeded'
  }
  return restartPolicy === 'Never' ? 'Failed' : 'Running'
}

function isFailed({ state }: ContainerRecord): boolean {
  return state.terminated !== undefined && state.terminated.exitCode !== 0
}

function conditionsOf(
  facts: PodFacts,
  phase: string,
  initStatuses: readonly ContainerStatus[],
  statuses: readonly ContainerStatus[],
): PodCondition[] {
  // A sidecar that restarts later does not take initialization back.
  const uninitialized = facts.main.some(({ containerId }) => containerId !== undefined)
    ? []
    : facts.init.filter((record) => !isInitialized(record)).map(({ spec }) => spec.name)
  const sidecarNames = facts.init.filter(({ spec }) => isSidecar(spec)).map(({ spec }) => spec.name)
  const sidecars = initStatuses.filter(({ name }) => sidecarNames.includes(name))
  const unready = [...sidecars, ...statuses].filter(({ ready }) => !ready).map(({ name }) => name)
  const isOver = phase === 'Succeeded' || phase === 'Failed'
  const notReady = isOver
    ? { reason: phase === 'Succeeded' ? 'PodCompleted' : 'PodFailed' }
    : { reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` }
  const isReady = !isOver && unready.length === 0
  const notInitialized = {
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: [${uninitialized.join(' ')}]`,
  }
  const list: [string, boolean, { reason: string; message?: string }?][] = [
    ['PodReadyToStartContainers', facts.podIp !== undefined],
    ['Initialized', uninitialized.length === 0, notInitialized],
    ['Ready', isReady, notReady],
    ['ContainersReady', isReady, notReady],
    ['PodScheduled', true],
  ]
  return list.map(([type, isTrue, why]) => condition(facts, type, isTrue, isTrue ? undefined : why))
}

function condition(
  { before = [], now }: PodFacts,
  type: string,
  isTrue: boolean,
  why: { reason: string; message?: string } | undefined,
): PodCondition {
  const status = isTrue ? 'True' : 'False'
  const known = before.find((one) => one.type === type && one.status === status)
  return { type, status, ...why, lastTransitionTime: known?.lastTransitionTime ?? now }
}

import { describe, expect, test } from 'vitest'
import { type ContainerRecord, containerRecord } from './container-record.ts'
import type { Container, ContainerState, PodCondition, RestartPolicy } from './pod.ts'
import { podStatus } from './pod-status.ts'

const earlier = '2026-01-01T00:00:00Z'
const now = '2026-01-01T00:01:00Z'

function record(name: string, over: Partial<ContainerRecord> = {}, spec: Partial<Container> = {}): ContainerRecord {
  return { ...containerRecord({ name, image: 'exantas-lab/workload', ...spec }, undefined, earlier), ...over }
}
const running: Partial<ContainerRecord> = {
  containerId: 'exantas-lab://1',
  state: { running: { startedAt: earlier } },
  isStarted: true,
  isReady: true,
}
const ended = (exitCode: number): Partial<ContainerRecord> => ({
  containerId: 'exantas-lab://1',
  state: terminated(exitCode),
})
const terminated = (exitCode: number): ContainerState => ({
  terminated: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', startedAt: earlier, finishedAt: now },
})
const crashLooping: Partial<ContainerRecord> = {
  containerId: 'exantas-lab://1',
  state: { waiting: { reason: 'CrashLoopBackOff' } },
  lastState: terminated(1),
  restartCount: 3,
}

function statusOf(
  main: ContainerRecord[],
  init: ContainerRecord[] = [],
  over: { before?: PodCondition[]; restartPolicy?: RestartPolicy; podIp?: string } = {},
) {
  return podStatus({
    init,
    main,
    restartPolicy: 'Always',
    podIp: '10.244.1.10',
    hostIp: '10.244.0.1',
    startTime: earlier,
    now,
    ...over,
  })
}
const conditionOf = (status: { conditions?: PodCondition[] }, type: string) =>
  status.conditions?.find((one) => one.type === type)

describe('a pod’s phase', () => {
  test('is pending until every container has run once, and stays running through a crash loop', () => {
    expect(statusOf([record('app'), record('b', running)]).phase).toBe('Pending')
    expect(statusOf([record('app', crashLooping)]).phase).toBe('Running')
    expect(statusOf([record('app', ended(1))]).phase).toBe('Running')
  })

  test('of a pod that runs once is its outcome', () => {
    const once = { restartPolicy: 'Never' as const }
    expect(statusOf([record('a', ended(0)), record('b', ended(0))], [], once).phase).toBe('Succeeded')
    expect(statusOf([record('a', ended(0)), record('b', ended(2))], [], once).phase).toBe('Failed')
    expect(statusOf([record('a', ended(0)), record('b', running)], [], once).phase).toBe('Running')
    expect(statusOf([record('a')], [record('prepare', ended(1))], once).phase).toBe('Failed')
  })
})

describe('a pod’s conditions', () => {
  test('ready needs every container and every sidecar', () => {
    const sidecar = (over: Partial<ContainerRecord>) => record('istio-proxy', over, { restartPolicy: 'Always' })
    const init = record('istio-init', ended(0))
    expect(conditionOf(statusOf([record('app', running)], [init, sidecar(running)]), 'Ready')?.status).toBe('True')
    expect(
      conditionOf(statusOf([record('app', running)], [init, sidecar({ ...running, isReady: false })]), 'Ready'),
    ).toMatchObject({ status: 'False', message: 'containers with unready status: [istio-proxy]' })
    expect(conditionOf(statusOf([record('app', crashLooping)]), 'ContainersReady')?.status).toBe('False')
  })

  test('initialization waits for init containers to end and sidecars to start, and is not taken back', () => {
    const sidecar = (over: Partial<ContainerRecord>) => record('istio-proxy', over, { restartPolicy: 'Always' })
    const init = [record('istio-init', ended(0)), sidecar({ ...running, isStarted: false, isReady: false })]
    expect(conditionOf(statusOf([record('app')], init), 'Initialized')).toMatchObject({
      status: 'False',
      message: 'containers with incomplete status: [istio-proxy]',
    })
    expect(conditionOf(statusOf([record('app', running)], init), 'Initialized')?.status).toBe('True')
  })

  test('keep their time until they turn', () => {
    const first = statusOf([record('app', running)], [], {
      before: [{ type: 'Ready', status: 'True', lastTransitionTime: earlier }],
    })
    expect(conditionOf(first, 'Ready')?.lastTransitionTime).toBe(earlier)
    expect(conditionOf(first, 'ContainersReady')?.lastTransitionTime).toBe(now)
    const turned = statusOf([record('app', crashLooping)], [], {
      before: [{ type: 'Ready', status: 'True', lastTransitionTime: earlier }],
    })
    expect(conditionOf(turned, 'Ready')?.lastTransitionTime).toBe(now)
  })
})

describe('a container’s status', () => {
  test('a finished init container is ready, a running one whose probe fails is not', () => {
    const status = statusOf([record('app', { ...running, isReady: false })], [record('istio-init', ended(0))])
    expect(status.initContainerStatuses?.[0]).toMatchObject({ ready: true, started: false })
    expect(status.containerStatuses?.[0]).toMatchObject({ ready: false, started: true })
  })

  test('that ran under an earlier kubelet counts one restart more and says how it was lost', () => {
    const [before] = statusOf([record('app', { ...running, restartCount: 2 })]).containerStatuses ?? []
    const again = containerRecord({ name: 'app', image: 'x' }, before, now)
    expect(again.restartCount).toBe(3)
    expect(again.lastState.terminated).toMatchObject({ exitCode: 255, startedAt: earlier, finishedAt: now })
    expect(containerRecord({ name: 'app', image: 'x' }, undefined, now).restartCount).toBe(0)
  })
})

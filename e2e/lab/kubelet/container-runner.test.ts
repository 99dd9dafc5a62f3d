import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { readContainerLog } from './container-log.ts'
import type { ContainerProcess } from './container-process.ts'
import { containerRecord } from './container-record.ts'
import { ContainerRunner } from './container-runner.ts'
import type { Container, RestartPolicy } from './pod.ts'

let folder = ''
beforeEach(() => {
  vi.useFakeTimers()
  folder = mkdtempSync(join(tmpdir(), 'container-runner-'))
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

/** Processes that end when the test says so. */
function fakeProcesses({ isObedient = true } = {}) {
  const runs: { end(code: number): void; say(text: string): void; signals: string[] }[] = []
  const launch = async (onOutput: (chunk: Buffer) => void): Promise<ContainerProcess> => {
    const { promise, resolve } = Promise.withResolvers<number>()
    const signals: string[] = []
    runs.push({ end: resolve, say: (text) => onOutput(Buffer.from(text)), signals })
    return {
      pid: runs.length,
      ended: promise,
      terminate() {
        signals.push('TERM')
        if (isObedient) {
          resolve(143)
        }
      },
      kill() {
        signals.push('KILL')
        resolve(137)
      },
    }
  }
  return { runs, launch }
}

function runnerWith(
  launch: ((onOutput: (chunk: Buffer) => void) => Promise<ContainerProcess>) | undefined,
  restartPolicy: RestartPolicy = 'Always',
  spec: Partial<Container> = {},
) {
  const states: string[] = []
  const record = containerRecord({ name: 'app', image: 'nginx', ...spec }, undefined, '2026-01-01T00:00:00Z')
  const runner = new ContainerRunner({
    record,
    restartPolicy,
    podIp: '127.0.0.1',
    podName: 'web_shop',
    logFolder: folder,
    launch,
    onChange() {
      const { waiting, running, terminated } = record.state
      states.push(waiting?.reason ?? (running ? 'Running' : `${terminated?.reason} ${terminated?.exitCode}`))
    },
  })
  return { runner, record, states }
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('a container that ends', () => {
  test('is started again after half a second, and loops visibly when it ends again', async () => {
    const { runs, launch } = fakeProcesses()
    const { runner, record, states } = runnerWith(launch)
    await runner.start()
    runs[0]?.end(3)
    await pass(500)
    expect(states).toEqual(['Running', 'Error 3', 'Running'])
    expect(record).toMatchObject({ restartCount: 1, lastState: { terminated: { exitCode: 3, reason: 'Error' } } })
    runs[1]?.end(0)
    await pass(999)
    expect(states.slice(3)).toEqual(['Completed 0', 'CrashLoopBackOff'])
    expect(record.state.waiting?.message).toBe('back-off 1s restarting failed container=app pod=web_shop')
    await pass(1)
    expect(runs).toHaveLength(3)
    expect(record.restartCount).toBe(2)
  })

  test('stays ended where its policy says so', async () => {
    for (const [policy, code] of [
      ['Never', 1],
      ['OnFailure', 0],
    ] as const) {
      const { runs, launch } = fakeProcesses()
      const { runner, record } = runnerWith(launch, policy)
      await runner.start()
      runs[0]?.end(code)
      await pass(20_000)
      expect(runs).toHaveLength(1)
      expect(record.state.terminated?.exitCode).toBe(code)
    }
  })

  test('has a log for each run', async () => {
    const { runs, launch } = fakeProcesses()
    const { runner } = runnerWith(launch)
    await runner.start()
    runs[0]?.say('first\n')
    runs[0]?.end(1)
    await pass(500)
    runs[1]?.say('second\n')
    expect(readContainerLog(folder, 0).map((line) => line.split(' ')[1])).toEqual(['first'])
    expect(readContainerLog(folder, 1).map((line) => line.split(' ')[1])).toEqual(['second'])
  })
})

describe('a container that cannot start', () => {
  test('for want of an image is waiting as in a cluster', async () => {
    const { runner, record, states } = runnerWith(undefined)
    await runner.start()
    await pass(60_000)
    expect(states).toEqual(['ErrImagePull', 'ImagePullBackOff'])
    expect(record.state.waiting?.message).toContain('nginx')
  })

  test('for want of its configuration is tried until that is there', async () => {
    const { runs, launch } = fakeProcesses()
    let isMissing = true
    const { runner, record, states } = runnerWith((onOutput) =>
      isMissing ? Promise.reject(new Error('no such ConfigMap')) : launch(onOutput),
    )
    await runner.start()
    expect(record.state.waiting).toEqual({ reason: 'CreateContainerConfigError', message: 'no such ConfigMap' })
    isMissing = false
    await pass(1_000)
    expect(states.at(-1)).toBe('Running')
    expect([runs.length, record.restartCount]).toEqual([1, 0])
  })
})

describe('a container that is stopped', () => {
  test('is asked and does not come back', async () => {
    const { runs, launch } = fakeProcesses()
    const { runner, states } = runnerWith(launch)
    await runner.start()
    await runner.stop(3_000)
    await pass(60_000)
    expect(runs.map(({ signals }) => signals)).toEqual([['TERM']])
    expect(states).toEqual(['Running', 'Error 143'])
  })

  test('is ended by force when it does not listen', async () => {
    const { runs, launch } = fakeProcesses({ isObedient: false })
    const { runner } = runnerWith(launch)
    await runner.start()
    const stopped = runner.stop(3_000)
    await pass(2_999)
    expect(runs[0]?.signals).toEqual(['TERM'])
    await pass(1)
    await stopped
    expect(runs[0]?.signals).toEqual(['TERM', 'KILL'])
  })

  test('does not start after all when it was waiting for its next start', async () => {
    const { runs, launch } = fakeProcesses()
    const { runner } = runnerWith(launch)
    await runner.start()
    runs[0]?.end(1)
    await pass(100)
    await runner.stop(3_000)
    await pass(60_000)
    expect(runs).toHaveLength(1)
  })
})

describe('a container’s probes', () => {
  const neverOpen = { tcpSocket: { port: 'no such port' }, periodSeconds: 1, failureThreshold: 2 }

  test('a failing liveness probe restarts it', async () => {
    const { runs, launch } = fakeProcesses()
    const { runner, record } = runnerWith(launch, 'Always', { livenessProbe: neverOpen })
    await runner.start()
    expect(record.isReady).toBe(true)
    await pass(1_600)
    expect(runs[0]?.signals).toEqual(['TERM'])
    expect(record.restartCount).toBe(1)
  })

  test('a startup probe that never succeeds restarts it, and until then it is not started', async () => {
    const { runs, launch } = fakeProcesses()
    const { runner, record } = runnerWith(launch, 'Always', { startupProbe: neverOpen })
    await runner.start()
    expect([record.isStarted, record.isReady]).toEqual([false, false])
    await pass(1_600)
    expect(runs[0]?.signals).toEqual(['TERM'])
  })

  test('a container whose readiness probe fails runs on unready', async () => {
    const { runs, launch } = fakeProcesses()
    const { runner, record } = runnerWith(launch, 'Always', { readinessProbe: neverOpen })
    await runner.start()
    await pass(10_000)
    expect([record.isStarted, record.isReady]).toEqual([true, false])
    expect(runs[0]?.signals).toEqual([])
    await runner.stop(0)
  })
})

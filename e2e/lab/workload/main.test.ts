import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'

const patience = { timeout: 20_000 }

function launch(env: Record<string, string>): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: { NODE_ENV: 'production', LISTEN_HOST: '127.0.0.1', HEALTH_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      text += chunk
    })
  }
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return { child, output: () => text }
}

function behaviourFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'workload-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'behaviour.json')
}

describe('the workload’s process', () => {
  it('says one line when it has started and ends with 0 on SIGTERM', async () => {
    const { child, output } = launch({ SERVICE: 'currency', VERSION: 'v1', SERVES: 'grpc:0' })
    await vi.waitFor(() => expect(output()).toContain('started'), patience)
    expect(output().trim().split('\n')).toHaveLength(1)
    expect(JSON.parse(output())).toMatchObject({ level: 'info', service: 'currency', version: 'v1' })
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('ends with 1 when its behaviour becomes a crash, and at each start as long as it is', async () => {
    const file = behaviourFile()
    const running = launch({ SERVES: 'http:0', BEHAVIOUR_FILE: file })
    await vi.waitFor(() => expect(running.output()).toContain('started'), patience)
    const ended = once(running.child, 'exit')
    writeFileSync(file, '{"crash":true}')
    expect(await ended).toEqual([1, null])
    const next = launch({ SERVES: 'http:0', BEHAVIOUR_FILE: file })
    expect(await once(next.child, 'exit')).toEqual([1, null])
    expect(next.output()).not.toContain('started')
  })

  it('refuses to start with an environment that makes no sense, and says what is wrong', async () => {
    const { child, output } = launch({ SERVES: 'http' })
    expect(await once(child, 'close')).toEqual([1, null])
    expect(output()).toContain('SERVES: expected protocol:port')
  })
})
